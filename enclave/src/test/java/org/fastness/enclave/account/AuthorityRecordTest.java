package org.fastness.enclave.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.enclave.authorize.CredentialKey;
import org.fastness.enclave.authorize.RelyingParty;
import org.fastness.policy.AccountPolicy;
import org.fastness.policy.LimitWindow;
import org.fastness.protocol.message.AccountView;
import org.junit.jupiter.api.Test;

/** The canonical octets of both halves: golden, round trip, trailing octets, versions. */
class AuthorityRecordTest {
    static final Id ACCOUNT = Id.account(run(0x10, 16));
    static final Id AUTHENTICATOR = Id.authenticator(run(0x20, 16));

    static Bytes run(int first, int size) {
        byte[] out = new byte[size];
        for (int i = 0; i < size; i++) out[i] = (byte) (first + i);
        return Bytes.of(out);
    }

    static ColdRecord cold() {
        Authenticator authenticator = new Authenticator(AUTHENTICATOR, Authenticator.Type.PASSKEY, "Laptop", 7, run(3, 20), new CredentialKey(CredentialKey.Algorithm.EDDSA, run(9, 32)), true);
        Slot slot = new Slot(run(1, 16), Slot.Kind.PRF, 2, AUTHENTICATOR, run(2, 32), run(3, 32), run(4, 60));
        KeyEntry key = new KeyEntry(Id.key(run(5, 16)), "Wallet", 3, List.of(new AccountView.Address("ethereum", "m/44'/60'/0'/0/0", "0x00", run(6, 33))));
        return new ColdRecord(ACCOUNT, Id.DEFAULT_TENANT, 4, new RelyingParty("wallet.localhost", List.of("http://wallet.localhost:8080")), 5, List.of(authenticator), List.of(slot), List.of(key), AccountPolicy.standard(0));
    }

    static HotState hot() {
        Pending pending = new Pending(1, 2, 3, Id.key(run(5, 16)), run(7, 32), "host clock");
        return new HotState(ACCOUNT, Id.DEFAULT_TENANT, 9, 4, cold().hash(), List.of(new HotState.Use(AUTHENTICATOR, 11, 12)), LimitWindow.EMPTY, Optional.of(pending), Optional.empty(), true, 8, 13);
    }

    @Test
    void bothHalvesReadBackAsTheyWere() throws Malformed {
        assertThat(ColdRecord.decode(cold().encode())).isEqualTo(cold());
        assertThat(HotState.decode(hot().encode())).isEqualTo(hot());
    }

    @Test
    void theOctetsOfVersionOneDoNotChange() {
        assertThat(Digests.sha256(cold().encode()).hex()).isEqualTo("2c00d299e6ee29f0db2774aad97a037d129675adfc62fae1b5c4c414927046cb");
        assertThat(Digests.sha256(hot().encode()).hex()).isEqualTo("7663dc17844c9844ed7c630ddaa450d8d3abc11f561fb96e053cec5a13e8fe2d");
    }

    @Test
    void everyCutAndEveryTrailingOctetIsRefused() {
        Bytes cold = cold().encode();
        Bytes hot = hot().encode();
        for (int size = 0; size < cold.size(); size++) {
            int cut = size;
            assertThatThrownBy(() -> ColdRecord.decode(cold.slice(0, cut))).isInstanceOf(Malformed.class);
        }
        for (int size = 0; size < hot.size(); size++) {
            int cut = size;
            assertThatThrownBy(() -> HotState.decode(hot.slice(0, cut))).isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> ColdRecord.decode(Bytes.concat(cold, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> HotState.decode(Bytes.concat(hot, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
    }

    @Test
    void theHeadCoversVersionAndBothHalves() {
        Account account = Account.of(cold(), cold().hash(), hot());
        Account otherHot = Account.of(cold(), cold().hash(), hot().withFrozen(false));
        Account otherCold = account.next(cold().withPolicy(AccountPolicy.standard(1)), hot(), 0);
        Account later = account.next(cold(), hot(), 0);

        assertThat(List.of(account.head(), otherHot.head(), otherCold.head(), later.head())).doesNotHaveDuplicates();
        assertThat(later.cold().version()).isEqualTo(4);
        assertThat(otherCold.cold().version()).isEqualTo(5);
        assertThat(later.hot().lastMicros()).isEqualTo(13); // time does not run back
    }
}
