package org.fastness.enclave.operation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.Authenticator;
import org.fastness.enclave.account.ColdRecord;
import org.fastness.enclave.account.HotState;
import org.fastness.enclave.account.Pending;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.policy.AssetLimit;
import org.fastness.policy.LimitWindow;
import org.fastness.protocol.message.AccountView;

/** The account as its owner sees it. */
public final class Views {
    private static final long SECOND = 1_000_000;

    private Views() {}

    public static AccountView of(Account account) {
        ColdRecord cold = account.cold();
        HotState hot = account.hot();
        List<AccountView.Pending> pending = new ArrayList<>();
        hot.export().ifPresent(p -> pending.add(p.view(Pending.Kind.EXPORT)));
        hot.recovery().ifPresent(p -> pending.add(p.view(Pending.Kind.RECOVERY)));
        return new AccountView(account.id(), cold.level(), account.version(), account.head(),
                cold.keys().stream().map(k -> new AccountView.Key(k.id(), k.label(), k.addresses())).toList(),
                cold.authenticators().stream().map(a -> view(a, hot)).toList(),
                cold.slots().stream().map(s -> new AccountView.Slot(s.id(), s.kind().code(), s.epoch(), s.authenticator())).toList(),
                cold.policy().enabled().stream().map(Capability::code).sorted().toList(),
                cold.policy().limits().stream().map(limit -> view(limit, cold.policy().windowSeconds(), hot)).toList(),
                pending, hot.frozen());
    }

    private static AccountView.Authenticator view(Authenticator a, HotState hot) {
        return new AccountView.Authenticator(a.id(), a.type().code(), a.name(), a.createdMicros(), hot.lastUsedMicros(a.id()), a.credentialId());
    }

    private static AccountView.Limit view(AssetLimit limit, long windowSeconds, HotState hot) {
        return new AccountView.Limit(limit.asset(), limit.perWindow().toString(), used(limit, windowSeconds, hot).toString(), windowSeconds);
    }

    /** Of a limit that covers several assets, each by itself, the one used most. */
    private static BigInteger used(AssetLimit limit, long windowSeconds, HotState hot) {
        return hot.window().spent().stream().map(LimitWindow.Spent::asset).distinct()
                .filter(limit::covers)
                .map(asset -> used(asset, windowSeconds, hot))
                .max(BigInteger::compareTo).orElse(BigInteger.ZERO);
    }

    private static BigInteger used(Asset asset, long windowSeconds, HotState hot) {
        return hot.window().used(asset, hot.lastMicros() / SECOND, windowSeconds);
    }
}
