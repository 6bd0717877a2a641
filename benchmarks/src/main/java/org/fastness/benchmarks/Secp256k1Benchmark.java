package org.fastness.benchmarks;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** secp256k1 through libsecp256k1 beside Bouncy Castle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Secp256k1Benchmark {
    private final SecretBytes secret = SecretBytes.copyOf(Digests.sha256(Bytes.ofUtf8("benchmark")));
    private final Bytes publicKey = Secp256k1.publicKey(secret);
    private final Bytes hash = Digests.sha256(Bytes.ofUtf8("message"));
    private final EcdsaSignature signature = Secp256k1.signRecoverable(secret, hash);
    private final Bytes compact = Bytes.concat(signature.r(), signature.s());
    private final Bytes schnorr = Secp256k1.schnorrSign(secret, hash);

    private final ECDSASigner peerSigner = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    private final ECDSASigner peerVerifier = new ECDSASigner();

    {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
        ECDomainParameters domain = new ECDomainParameters(curve);
        peerSigner.init(true, new ECPrivateKeyParameters(new BigInteger(1, Digests.sha256(Bytes.ofUtf8("benchmark")).toArray()), domain));
        peerVerifier.init(false, new ECPublicKeyParameters(curve.getCurve().decodePoint(publicKey.toArray()), domain));
    }

    @Benchmark
    public EcdsaSignature sign() {
        return Secp256k1.signRecoverable(secret, hash);
    }

    @Benchmark
    public BigInteger[] signBouncyCastle() {
        return peerSigner.generateSignature(hash.toArray());
    }

    @Benchmark
    public boolean verify() {
        return Secp256k1.verify(publicKey, hash, compact);
    }

    @Benchmark
    public boolean verifyBouncyCastle() {
        return peerVerifier.verifySignature(hash.toArray(), new BigInteger(1, signature.r().toArray()), new BigInteger(1, signature.s().toArray()));
    }

    @Benchmark
    public Bytes schnorrSign() {
        return Secp256k1.schnorrSign(secret, hash);
    }

    @Benchmark
    public boolean schnorrVerify() {
        return Secp256k1.schnorrVerify(publicKey.slice(1, 33), hash, schnorr);
    }

    @Benchmark
    public Bytes publicKey() {
        return Secp256k1.publicKey(secret);
    }
}
