package org.fastness.enclave.authorize;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.Authenticator;
import org.fastness.enclave.account.HotState;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Operation;

/** Step 5 of a request's life: whether somebody who may has approved this very operation. */
public final class Authorizer {
    private final Sessions sessions;

    public Authorizer(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Who approved.
     *
     * @param authenticator empty where nobody had to
     * @param use what the account remembers of it
     */
    public record Approval(Optional<Id> authenticator, Optional<HotState.Use> use) {
        static final Approval NOBODY = new Approval(Optional.empty(), Optional.empty());
    }

    /** What an operation demands. */
    public enum Demand {
        /** A passkey or a device key, for this operation alone. */
        FRESH,
        /** That, or a session key it certified. */
        FRESH_OR_SESSION,
        /** The authenticator that the operation itself brings. */
        NEWCOMER,
        /** No signature: a delay, a veto and the recovery code stand in its place. */
        NOBODY
    }

    /** The rule for each operation. */
    public static Demand demand(Operation operation) {
        return switch (operation) {
            case Operation.Sign sign -> Demand.FRESH_OR_SESSION;
            case Operation.CreateAccount create -> Demand.NEWCOMER;
            case Operation.StartRecovery start -> Demand.NOBODY;
            case Operation.CompleteRecovery complete -> Demand.NOBODY;
            case Operation.Unlock unlock -> Demand.FRESH;
            case Operation.CertifySession certify -> Demand.FRESH;
            case Operation.AddAuthenticator add -> Demand.FRESH;
            case Operation.RemoveAuthenticator remove -> Demand.FRESH;
            case Operation.SetCapability set -> Demand.FRESH;
            case Operation.RequestExport request -> Demand.FRESH;
            case Operation.CollectExport collect -> Demand.FRESH;
            case Operation.CancelPending cancel -> Demand.FRESH;
        };
    }

    /** Checks the authorization against the account as it stands. */
    public Approval authorize(Authorization authorization, Demand demand, Bytes challenge, Account account, long nowMicros) throws Denied {
        return switch (authorization) {
            case Authorization.Passkey passkey -> passkey(passkey, demand, challenge, account, nowMicros);
            case Authorization.DeviceKey device -> device(device, demand, challenge, account, nowMicros);
            case Authorization.SessionKey session -> session(session, demand, challenge, account);
            case Authorization.None none -> nobody(demand);
        };
    }

    private static Approval passkey(Authorization.Passkey passkey, Demand demand, Bytes challenge, Account account, long nowMicros) throws Denied {
        requireSigned(demand);
        Authenticator known = account.cold().credential(passkey.credentialId()).orElseThrow(() -> new Denied(Denied.Cause.UNKNOWN_CREDENTIAL));
        long storedCount = account.hot().signCount(known.id());
        long count = Assertion.verify(passkey, known.key(), known.backupEligible(), storedCount, account.cold().party(), challenge);
        return approved(known.id(), count, nowMicros);
    }

    private static Approval device(Authorization.DeviceKey device, Demand demand, Bytes challenge, Account account, long nowMicros) throws Denied {
        requireSigned(demand);
        Authenticator known = account.cold().authenticator(device.authenticator())
                .filter(a -> a.type() == Authenticator.Type.DEVICE_KEY)
                .orElseThrow(() -> new Denied(Denied.Cause.UNKNOWN_CREDENTIAL));
        if (!known.key().verifiesP1363(challenge, device.signature())) throw new Denied(Denied.Cause.SIGNATURE);
        return approved(known.id(), 0, nowMicros);
    }

    private Approval session(Authorization.SessionKey session, Demand demand, Bytes challenge, Account account) throws Denied {
        if (demand != Demand.FRESH_OR_SESSION) throw new Denied(Denied.Cause.STRENGTH);
        Id certifier = sessions.use(session.sessionId(), account.tenant(), account.id(), challenge, session.signature());
        if (account.cold().authenticator(certifier).isEmpty()) throw new Denied(Denied.Cause.UNKNOWN_SESSION);
        return new Approval(Optional.of(certifier), Optional.empty());
    }

    private static Approval nobody(Demand demand) throws Denied {
        if (demand != Demand.NOBODY) throw new Denied(Denied.Cause.STRENGTH);
        return Approval.NOBODY;
    }

    private static void requireSigned(Demand demand) throws Denied {
        if (demand == Demand.NOBODY) throw new Denied(Denied.Cause.STRENGTH);
    }

    private static Approval approved(Id authenticator, long count, long nowMicros) {
        return new Approval(Optional.of(authenticator), Optional.of(new HotState.Use(authenticator, count, nowMicros)));
    }

    /** Checks that the authenticator which an account is created with approved its creation. */
    public static Approval authorizeNewcomer(Authorization authorization, Bytes challenge, Authenticator newcomer, long signCount, RelyingParty party, long nowMicros) throws Denied {
        return switch (authorization) {
            case Authorization.Passkey passkey -> {
                if (!passkey.credentialId().equals(newcomer.credentialId())) throw new Denied(Denied.Cause.UNKNOWN_CREDENTIAL);
                yield approved(newcomer.id(), Assertion.verify(passkey, newcomer.key(), newcomer.backupEligible(), signCount, party, challenge), nowMicros);
            }
            case Authorization.DeviceKey device -> {
                if (!newcomer.key().verifiesP1363(challenge, device.signature())) throw new Denied(Denied.Cause.SIGNATURE);
                yield approved(newcomer.id(), 0, nowMicros);
            }
            case Authorization.SessionKey session -> throw new Denied(Denied.Cause.STRENGTH);
            case Authorization.None none -> throw new Denied(Denied.Cause.STRENGTH);
        };
    }
}
