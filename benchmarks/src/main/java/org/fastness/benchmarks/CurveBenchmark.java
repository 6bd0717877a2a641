package org.fastness.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyAgreement;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.P256;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Ed25519, X25519 and P-256 verification beside the JDK's providers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CurveBenchmark {
    private final Bytes message = Digests.sha256(Bytes.ofUtf8("message"));

    private final SecretBytes edSeed = SecretBytes.random(32);
    private final Ed25519.KeyPair edPair = Ed25519.KeyPair.fromSeed(edSeed);
    private final Bytes edSignature = Ed25519.sign(edSeed, message);
    private final SecretBytes xSecret = SecretBytes.random(32);
    private final Bytes xPeer = X25519.publicKey(SecretBytes.random(32));
    private final P256.Pair p256 = P256.generate();
    private final Bytes p256Signature = P256.signDer(p256.secret(), message);
    private final Bytes p256Spki = P256.toSpki(p256.publicKey());

    private KeyPair jdkEd;
    private byte[] jdkEdSignature;
    private KeyPair jdkX;
    private PublicKey jdkXPeer;

    @Setup
    public void jdk() throws GeneralSecurityException {
        jdkEd = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        jdkEdSignature = signEd25519Jdk();
        jdkX = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        jdkXPeer = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic();
    }

    @Benchmark
    public Bytes signEd25519() {
        return Ed25519.sign(edSeed, message);
    }

    @Benchmark
    public byte[] signEd25519Jdk() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(jdkEd.getPrivate());
        signature.update(message.toArray());
        return signature.sign();
    }

    @Benchmark
    public boolean verifyEd25519() {
        return Ed25519.verify(edPair.publicKey(), message, edSignature);
    }

    @Benchmark
    public boolean verifyEd25519Jdk() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(jdkEd.getPublic());
        signature.update(message.toArray());
        return signature.verify(jdkEdSignature);
    }

    @Benchmark
    public SecretBytes agreeX25519() throws AuthenticationFailed {
        SecretBytes shared = X25519.agree(xSecret, xPeer);
        shared.close();
        return shared;
    }

    @Benchmark
    public byte[] agreeX25519Jdk() throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(jdkX.getPrivate());
        agreement.doPhase(jdkXPeer, true);
        return agreement.generateSecret();
    }

    /** A key the verifier has not seen before, as a passkey's is. */
    @Benchmark
    public boolean verifyP256() {
        return P256.verifyDer(p256.publicKey(), message, p256Signature);
    }

    @Benchmark
    public boolean verifyP256Jdk() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("NONEwithECDSA");
        signature.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(p256Spki.toArray())));
        signature.update(message.toArray());
        return signature.verify(p256Signature.toArray());
    }
}
