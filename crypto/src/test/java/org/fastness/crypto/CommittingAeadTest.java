package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

final class CommittingAeadTest {
    private static final Bytes KEY = Bytes.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final Label LABEL = Labels.DATA_FIELD;

    @Test
    void opensWhatItSealed() {
        Seeded.check(100, random -> {
            Bytes aad = random.bytesUpTo(300);
            Bytes plain = random.bytesUpTo(5000);
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32));
                    SecretBytes secret = SecretBytes.copyOf(plain)) {
                Bytes sealed = random.flip() ? CommittingAead.seal(key, LABEL, aad, plain.toArray()) : CommittingAead.seal(key, LABEL, aad, secret);

                assertThat(sealed.size()).isEqualTo(plain.size() + CommittingAead.OVERHEAD);
                try (SecretBytes opened = CommittingAead.open(key, LABEL, aad, sealed)) {
                    assertThat(opened).isEqualTo(secret);
                }
            }
        });
    }

    @Test
    void refusesAnyFlippedBit() {
        Seeded.check(200, random -> {
            try (SecretBytes key = SecretBytes.copyOf(KEY)) {
                Bytes sealed = CommittingAead.seal(key, LABEL, Bytes.EMPTY, random.bytesUpTo(64).toArray());
                assertRefused(key, LABEL, Bytes.EMPTY, random.flipBit(sealed));
            }
        });
    }

    @Test
    void refusesAnotherKeyLabelOrContext() {
        try (SecretBytes key = SecretBytes.copyOf(KEY);
                SecretBytes other = SecretBytes.random(32)) {
            Bytes aad = Bytes.ofUtf8("row 1");
            Bytes sealed = CommittingAead.seal(key, LABEL, aad, new byte[] {1});

            assertRefused(other, LABEL, aad, sealed);
            assertRefused(key, Labels.DATA_DEK, aad, sealed);
            assertRefused(key, LABEL, Bytes.ofUtf8("row 2"), sealed);
        }
    }

    @Test
    void refusesEveryTruncationAndAnExtension() {
        try (SecretBytes key = SecretBytes.copyOf(KEY)) {
            Bytes sealed = CommittingAead.seal(key, LABEL, Bytes.EMPTY, new byte[5]);
            for (int size = 0; size < sealed.size(); size++) assertRefused(key, LABEL, Bytes.EMPTY, sealed.slice(0, size));
            assertRefused(key, LABEL, Bytes.EMPTY, Bytes.concat(sealed, Bytes.of((byte) 0)));
        }
    }

    @Test
    void sealsTheSameTwiceDifferently() {
        try (SecretBytes key = SecretBytes.copyOf(KEY)) {
            assertThat(CommittingAead.seal(key, LABEL, Bytes.EMPTY, new byte[9])).isNotEqualTo(CommittingAead.seal(key, LABEL, Bytes.EMPTY, new byte[9]));
        }
    }

    @Test
    void keepsItsFormatOfVersion1() throws Exception {
        Entropy fixed = target -> {
            for (int i = 0; i < target.length; i++) target[i] = (byte) (0xa0 + i);
        };
        try (SecretBytes key = SecretBytes.copyOf(KEY)) {
            Bytes sealed = CommittingAead.seal(key, LABEL, Bytes.ofUtf8("context"), "plaintext".getBytes(), fixed);

            assertThat(sealed.hex()).isEqualTo(GOLDEN);
            assertThat(CommittingAead.open(key, LABEL, Bytes.ofUtf8("context"), Bytes.fromHex(GOLDEN))).isEqualTo(SecretBytes.copyOf(Bytes.ofUtf8("plaintext")));
        }
    }

    private static final String GOLDEN = "fa01a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7f18572face384a623e6f825eae1a79cb70876e609fa2640dd05af37c184c5c4e28e712a5dd1a0987c05607d86c2b80c736681b0b4a66223bb1";

    private static void assertRefused(SecretBytes key, Label label, Bytes aad, Bytes sealed) {
        assertThatThrownBy(() -> CommittingAead.open(key, label, aad, sealed)).isInstanceOf(AuthenticationFailed.class);
    }
}
