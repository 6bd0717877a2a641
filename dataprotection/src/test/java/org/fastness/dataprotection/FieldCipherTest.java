package org.fastness.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.junit.jupiter.api.Test;

final class FieldCipherTest {
    private static final long SEED = Long.getLong("fastness.seed", System.nanoTime());
    private static final Dataset IDENTITY = new Dataset("identity");
    private static final Column EMAIL = new Column(IDENTITY, "identity_user", "email");
    private static final Bytes ROW = Bytes.of((byte) 1, (byte) 2);
    private static final Id OTHER_TENANT = Id.tenant(Bytes.fromHex("00000000000000000000000000000001"));

    private final SimulatedDataKeySource source = new SimulatedDataKeySource(1);
    private final FieldCipher cipher = new FieldCipher(source, Environment.DEVELOPMENT);

    @Test
    void opensWhatItSealedInTheSamePlace() throws Refused {
        System.out.println("seed " + SEED + " (rerun with -Dfastness.seed=)");
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            byte[] value = new byte[i < 20 ? i : random.nextInt(2000)];
            byte[] row = new byte[random.nextInt(40)];
            random.nextBytes(value);
            random.nextBytes(row);

            Bytes sealed = cipher.seal(Id.DEFAULT_TENANT, EMAIL, Bytes.of(row), value);

            Bytes opened = cipher.open(Id.DEFAULT_TENANT, EMAIL, Bytes.of(row), sealed, Bytes::of);
            assertThat(opened).isEqualTo(Bytes.of(value));
        }
    }

    @Test
    void keepsItsFormat() throws Refused {
        Bytes sealed = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "abc");

        // magic, format, suite, key version 1, then the committing seal's magic and version
        assertThat(sealed.slice(0, 9)).isEqualTo(Bytes.fromHex("660101" + "00000001" + "fa01"));
        assertThat(sealed.size()).isEqualTo(7 + 2 + 24 + 32 + 3 + 16);
        assertThat(FieldCipher.keyVersion(EMAIL, sealed)).isEqualTo(1);
    }

    @Test
    void opensAFieldWrittenByTheFirstRelease() throws Refused {
        Bytes golden = Bytes.fromHex(GOLDEN);

        assertThat(cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, golden)).isEqualTo("golden@example.test");
    }

    @Test
    void refusesAValueMovedToAnotherPlace() throws Refused {
        Bytes sealed = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "a@example.test");

        assertNotAuthentic(() -> cipher.openText(Id.DEFAULT_TENANT, EMAIL, Bytes.of((byte) 1, (byte) 3), sealed));
        assertNotAuthentic(() -> cipher.openText(Id.DEFAULT_TENANT, EMAIL, Bytes.EMPTY, sealed));
        assertNotAuthentic(() -> cipher.openText(OTHER_TENANT, EMAIL, ROW, sealed));
        assertNotAuthentic(() -> cipher.openText(Id.DEFAULT_TENANT, new Column(IDENTITY, "identity_user", "phone"), ROW, sealed));
        assertNotAuthentic(() -> cipher.openText(Id.DEFAULT_TENANT, new Column(IDENTITY, "identity_code", "email"), ROW, sealed));
        assertNotAuthentic(() -> cipher.openText(Id.DEFAULT_TENANT, new Column(new Dataset("oversight"), "identity_user", "email"), ROW, sealed));
        FieldCipher production = new FieldCipher(source, Environment.PRODUCTION);
        assertNotAuthentic(() -> production.openText(Id.DEFAULT_TENANT, EMAIL, ROW, sealed));
    }

    @Test
    void refusesAValueWhoseTableAndColumnNamesWereCutElsewhere() throws Refused {
        Bytes sealed = cipher.sealText(Id.DEFAULT_TENANT, new Column(IDENTITY, "ab", "c"), ROW, "x");

        assertNotAuthentic(() -> cipher.openText(Id.DEFAULT_TENANT, new Column(IDENTITY, "a", "bc"), ROW, sealed));
    }

    @Test
    void refusesEveryFlippedBitAndEveryTruncation() throws Refused {
        Bytes sealed = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "a@example.test");
        source.rotate(); // so that version 2 exists, too

        for (int bit = 0; bit < sealed.size() * 8; bit++) {
            byte[] altered = sealed.toArray();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, Bytes.of(altered))).isInstanceOfAny(FieldUnreadable.class, Refused.class);
        }
        for (int size = 0; size < sealed.size(); size++) {
            Bytes cut = sealed.slice(0, size);
            assertThatThrownBy(() -> cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, cut)).isInstanceOf(FieldUnreadable.class);
        }
    }

    @Test
    void namesAnUnknownFormatAndSuite() throws Refused {
        byte[] sealed = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "x").toArray();

        assertReason(FieldUnreadable.Reason.UNKNOWN_FORMAT, with(sealed, 0, 'g'));
        assertReason(FieldUnreadable.Reason.UNKNOWN_FORMAT, with(sealed, 1, 2));
        assertReason(FieldUnreadable.Reason.UNKNOWN_SUITE, with(sealed, 2, 2));
        assertReason(FieldUnreadable.Reason.UNKNOWN_FORMAT, with(sealed, 6, 0));
    }

    private void assertReason(FieldUnreadable.Reason reason, Bytes sealed) {
        FieldUnreadable unreadable = catchThrowableOfType(FieldUnreadable.class, () -> cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, sealed));
        assertThat(unreadable.reason()).isEqualTo(reason);
    }

    private static Bytes with(byte[] octets, int at, int value) {
        byte[] altered = octets.clone();
        altered[at] = (byte) value;
        return Bytes.of(altered);
    }

    @Test
    void readsOldVersionsAfterARotationAndWritesTheNewOne() throws Refused {
        Bytes old = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "old");
        source.rotate();
        Bytes renewed = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "new");

        assertThat(FieldCipher.keyVersion(EMAIL, old)).isEqualTo(1);
        assertThat(FieldCipher.keyVersion(EMAIL, renewed)).isEqualTo(2);
        assertThat(cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, old)).isEqualTo("old");
        assertThat(cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, renewed)).isEqualTo("new");
    }

    @Test
    void sealsAValueAtTheBoundAndRefusesOnePastIt() throws Refused {
        Bytes sealed = cipher.seal(Id.DEFAULT_TENANT, EMAIL, ROW, new byte[FieldCipher.MAX_VALUE_BYTES]);

        int size = cipher.open(Id.DEFAULT_TENANT, EMAIL, ROW, sealed, octets -> octets.length);
        assertThat(size).isEqualTo(FieldCipher.MAX_VALUE_BYTES);
        assertThatThrownBy(() -> cipher.seal(Id.DEFAULT_TENANT, EMAIL, ROW, new byte[FieldCipher.MAX_VALUE_BYTES + 1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cipher.openText(Id.DEFAULT_TENANT, EMAIL, ROW, Bytes.of(new byte[FieldCipher.MAX_SEALED_BYTES + 1]))).isInstanceOf(FieldUnreadable.class);
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() throws Refused {
        assertThat(cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "x")).isNotEqualTo(cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "x"));
    }

    @Test
    void tellsNothingOfTheValueInItsFailures() throws Refused {
        Bytes sealed = cipher.sealText(Id.DEFAULT_TENANT, EMAIL, ROW, "canary@example.test");

        assertThatThrownBy(() -> cipher.openText(OTHER_TENANT, EMAIL, ROW, sealed)).hasMessage("identity_user.email: NOT_AUTHENTIC").hasNoCause();
    }

    private static void assertNotAuthentic(org.assertj.core.api.ThrowableAssert.ThrowingCallable open) {
        assertThat(catchThrowableOfType(FieldUnreadable.class, open).reason()).isEqualTo(FieldUnreadable.Reason.NOT_AUTHENTIC);
    }

    private static final String GOLDEN = "66010100000001fa01000102030405060708090a0b0c0d0e0f10111213141516177575154ad7bebf577b019868c078ddc796e64d75e66e325ddf30c87338a513a5daa5e99e67da897bf2dcdc857bbaa4aaf728ae11b01fafde470a4327d9ef6ef5a80ae6";
}
