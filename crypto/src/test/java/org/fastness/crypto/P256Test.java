package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

final class P256Test {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());

    @Test
    void verifiesWhatSunEcSigned() {
        Seeded.check(60, random -> {
            Bytes hash = random.bytes(32);
            try (P256.Pair pair = P256.generate()) {
                Bytes signature = P256.signP1363(pair.secret(), hash);

                assertThat(P256.isLowS(signature)).isTrue();
                assertThat(P256.verifyP1363(pair.publicKey(), hash, signature)).isTrue();
                assertThat(P256.verifyDer(pair.publicKey(), hash, EcdsaDer.encode(signature))).isTrue();
                assertThat(P256.verifyP1363(pair.publicKey(), random.flipBit(hash), signature)).isFalse();
                assertThat(P256.verifyP1363(pair.publicKey(), hash, random.flipBit(signature))).isFalse();
            }
        });
    }

    @Test
    void acceptsTheHighSTwinSinceAuthenticatorsMakeBoth() {
        try (P256.Pair pair = P256.generate()) {
            Bytes hash = Digests.sha256(Bytes.ofUtf8("twin"));
            Bytes low = P256.signP1363(pair.secret(), hash);
            byte[] s = CURVE.getN().subtract(new BigInteger(1, low.slice(32, 64).toArray())).toByteArray();
            Bytes high = Bytes.concat(low.slice(0, 32), Bytes.of(s, s.length - 32, 32));

            assertThat(P256.isLowS(high)).isFalse();
            assertThat(P256.verifyP1363(pair.publicKey(), hash, high)).isTrue();
        }
    }

    /** Random r, s and keys almost never verify; the oracle must agree on each answer, also near the group's edges. */
    @Test
    void answersLikeTheOracle() {
        Seeded.check(300, random -> {
            Bytes hash = edge(random);
            Bytes signature = Bytes.concat(edge(random), edge(random));
            Bytes point = Bytes.of(CURVE.getG().multiply(new BigInteger(1, random.bytes(32).toArray())).normalize().getEncoded(false));
            if (random.flip()) signature = nearMiss(random, point, hash);

            assertThat(P256.verifyP1363(point, hash, signature)).isEqualTo(oracle(point, hash, signature));
        });
    }

    private static Bytes edge(Seeded random) {
        return switch (random.below(4)) {
            case 0 -> fixed(CURVE.getN().add(BigInteger.valueOf(random.between(-3, 3))));
            case 1 -> fixed(BigInteger.valueOf(random.below(4)));
            case 2 -> fixed(CURVE.getCurve().getField().getCharacteristic().add(BigInteger.valueOf(random.between(-3, 3))));
            default -> random.bytes(32);
        };
    }

    /** What a forger would try for a hash that is given: u1 is the hash where it should be hash / s. It reaches deep into the arithmetic and must be refused. */
    private static Bytes nearMiss(Seeded random, Bytes point, Bytes hash) {
        BigInteger n = CURVE.getN();
        BigInteger u2 = new BigInteger(1, random.bytes(32).toArray()).mod(n).max(BigInteger.ONE);
        BigInteger e = new BigInteger(1, hash.toArray()).mod(n);
        var sum = CURVE.getG().multiply(e).add(CURVE.getCurve().decodePoint(point.toArray()).multiply(u2)).normalize();
        BigInteger r = sum.getAffineXCoord().toBigInteger().mod(n);
        return Bytes.concat(fixed(r), fixed(r.multiply(u2.modInverse(n)).mod(n)));
    }

    @Test
    void verifiesForgeriesOfHashesNobodyChose() {
        BigInteger n = CURVE.getN();
        Seeded.check(200, random -> {
            var q = CURVE.getG().multiply(new BigInteger(1, random.bytes(32).toArray()));
            BigInteger u1 = scalar(random);
            BigInteger u2 = scalar(random);
            var sum = CURVE.getG().multiply(u1).add(q.multiply(u2)).normalize();
            if (sum.isInfinity() || u2.signum() == 0) return;
            BigInteger r = sum.getAffineXCoord().toBigInteger().mod(n);
            BigInteger s = r.multiply(u2.modInverse(n)).mod(n);
            Bytes hash = fixed(u1.multiply(s).mod(n));

            assertThat(P256.verifyP1363(Bytes.of(q.normalize().getEncoded(false)), hash, Bytes.concat(fixed(r), fixed(s)))).isTrue();
        });
    }

    private static BigInteger scalar(Seeded random) {
        return switch (random.below(3)) {
            case 0 -> BigInteger.valueOf(random.below(20));
            case 1 -> CURVE.getN().subtract(BigInteger.valueOf(random.between(1, 20)));
            default -> new BigInteger(1, random.bytes(32).toArray()).mod(CURVE.getN());
        };
    }

    /** The key is plus or minus the base point, so that the sums of the double multiplication meet doublings and infinity. */
    @Test
    void verifiesWhereSumsBecomeDoublingsOrInfinity() {
        for (int key : new int[] {1, 2, 3, 4, 5, 7, 8, 15, 16, 17}) {
            for (boolean negated : new boolean[] {false, true}) {
                var q = CURVE.getG().multiply(BigInteger.valueOf(key));
                Bytes point = Bytes.of((negated ? q.negate() : q).normalize().getEncoded(false));
                IntStream.range(1, 40).forEach(i -> assertLikeOracle(point, i));
            }
        }
    }

    private static void assertLikeOracle(Bytes point, int i) {
        BigInteger n = CURVE.getN();
        BigInteger u2 = BigInteger.valueOf(i);
        for (BigInteger u1 : new BigInteger[] {BigInteger.ZERO, u2, n.subtract(u2), BigInteger.valueOf(2L * i)}) {
            var sum = CURVE.getG().multiply(u1).add(CURVE.getCurve().decodePoint(point.toArray()).multiply(u2)).normalize();
            BigInteger r = sum.isInfinity() ? BigInteger.valueOf(5) : sum.getAffineXCoord().toBigInteger().mod(n);
            BigInteger s = r.multiply(u2.modInverse(n)).mod(n);
            Bytes hash = fixed(u1.multiply(s).mod(n));
            Bytes signature = Bytes.concat(fixed(r), fixed(s));
            assertThat(P256.verifyP1363(point, hash, signature)).isEqualTo(!sum.isInfinity()).isEqualTo(oracle(point, hash, signature));
        }
    }

    private static boolean oracle(Bytes point, Bytes hash, Bytes signature) {
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point.toArray()), DOMAIN));
        return verifier.verifySignature(hash.toArray(), new BigInteger(1, signature.slice(0, 32).toArray()), new BigInteger(1, signature.slice(32, 64).toArray()));
    }

    private static Bytes fixed(BigInteger number) {
        byte[] shortest = number.mod(BigInteger.TWO.pow(256)).toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(32, shortest.length);
        System.arraycopy(shortest, shortest.length - length, out, 32 - length, length);
        return Bytes.of(out);
    }

    @Test
    void refusesKeysThatAreNoPoints() {
        Bytes good = Bytes.of(CURVE.getG().getEncoded(false));
        Bytes hash = Bytes.of(new byte[32]);
        assertThat(P256.isPublicKey(good)).isTrue();
        Bytes[] bad = {
            Bytes.EMPTY, good.slice(0, 64), Bytes.concat(good, Bytes.of((byte) 0)), Bytes.of(CURVE.getG().getEncoded(true)), Bytes.fromHex("04" + "00".repeat(64)),
            Bytes.fromHex("04" + "ff".repeat(64)), Seeded.of(1).flipBit(good), Bytes.concat(Bytes.of((byte) 6), good.slice(1, 65)),
            Bytes.concat(Bytes.of((byte) 4), fixed(CURVE.getCurve().getField().getCharacteristic()), good.slice(33, 65))
        };
        for (Bytes key : bad) {
            assertThat(P256.isPublicKey(key)).isFalse();
            assertThat(P256.verifyP1363(key, hash, Bytes.fromHex("01".repeat(64)))).isFalse();
            assertThat(P256.verifyDer(key, hash, Bytes.fromHex("3006020101020101"))).isFalse();
        }
    }

    @Test
    void wrapsAndUnwrapsTheNamedCurveOnly() throws Malformed {
        try (P256.Pair pair = P256.generate()) {
            Bytes spki = P256.toSpki(pair.publicKey());

            assertThat(P256.fromSpki(spki)).isEqualTo(pair.publicKey());
            assertThatThrownBy(() -> P256.fromSpki(Bytes.concat(spki, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> P256.fromSpki(Bytes.concat(Bytes.of((byte) 0x31), spki.slice(1, spki.size())))).isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> P256.fromSpki(Bytes.concat(spki.slice(0, spki.size() - 1), Bytes.of((byte) (spki.at(spki.size() - 1) ^ 1))))).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void agreesFromBothSidesAndRefusesWhatIsNoPoint() throws Exception {
        try (P256.Pair one = P256.generate();
                P256.Pair other = P256.generate();
                SecretBytes left = P256.agree(one.secret(), other.publicKey());
                SecretBytes right = P256.agree(other.secret(), one.publicKey())) {
            assertThat(left).isEqualTo(right);
            assertThatThrownBy(() -> P256.agree(one.secret(), Bytes.fromHex("04" + "00".repeat(64)))).isInstanceOf(AuthenticationFailed.class);
        }
    }
}
