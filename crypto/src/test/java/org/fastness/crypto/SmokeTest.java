package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.junit.jupiter.api.Test;

final class SmokeTest {
    @Test
    void all() throws Exception {
        System.out.println(SecretArena.kind());
        try (SecretBytes k = SecretBytes.random(32)) {
            Bytes h = Digests.sha256(Bytes.ofUtf8("x"));
            EcdsaSignature s = Secp256k1.signRecoverable(k, h);
            assertThat(Secp256k1.recover(h, s)).contains(Secp256k1.publicKey(k));
            assertThat(Secp256k1.schnorrVerify(Secp256k1.xOnly(Secp256k1.publicKey(k)).x(), h, Secp256k1.schnorrSign(k, h))).isTrue();
            assertThat(Ed25519.verify(Ed25519.KeyPair.fromSeed(k).publicKey(), h, Ed25519.sign(k, h))).isTrue();
            Bytes sealed = CommittingAead.seal(k, Labels.DATA_FIELD, h, h.toArray());
            assertThat(CommittingAead.open(k, Labels.DATA_FIELD, h, sealed)).isEqualTo(SecretBytes.copyOf(h));
            SecretBytes k2 = SecretBytes.random(32);
            assertThat(X25519.agree(k, X25519.publicKey(k2))).isEqualTo(X25519.agree(k2, X25519.publicKey(k)));
            assertThat(Argon2id.derive(k, h.slice(0, 16), 8192, 1, 32).size()).isEqualTo(32);
            try (P256.Pair p = P256.generate()) {
                assertThat(P256.verifyDer(p.publicKey(), h, P256.signDer(p.secret(), h))).isTrue();
            }
            assertThat(Keccak256.hash(Bytes.EMPTY).hex()).isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
            assertThat(ChaChaPoly.openArray(k, h.slice(0, 12), h, ChaChaPoly.sealArray(k, h.slice(0, 12), h, new byte[3]))).hasSize(3);
            assertThat(HmacSha256.verify(k, HmacSha256.mac(k, h), h)).isTrue();
        }
    }
}
