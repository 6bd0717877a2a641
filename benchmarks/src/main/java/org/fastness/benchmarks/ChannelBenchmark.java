package org.fastness.benchmarks;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.CommittingAead;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.noise.HandshakeState;
import org.fastness.noise.Transport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The Noise handshake beside its two Diffie-Hellman operations a side, its transport and the committing AEAD beside the JDK's AES-GCM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ChannelBenchmark {

    @Param({"256", "4096"})
    public int size;

    private final Entropy entropy = Entropy.system();
    private final SecretBytes staticKey = SecretBytes.random(32);
    private final SecretBytes aeadKey = SecretBytes.random(32);
    private final Bytes prologue = Bytes.ofUtf8("benchmark");
    private byte[] plain = new byte[0];
    private byte[] sealed = new byte[0];
    private Transport client;
    private Transport enclave;
    private Cipher seal;
    private Cipher open;
    private SecretKeySpec key;
    private long nonce;

    @Setup
    public void setUp() throws GeneralSecurityException, AuthenticationFailed, Malformed {
        plain = new byte[size];
        sealed = new byte[size + 16];
        Transport[] both = handshakeOnce();
        client = both[0];
        enclave = both[1];
        seal = Cipher.getInstance("AES/GCM/NoPadding");
        open = Cipher.getInstance("AES/GCM/NoPadding");
        key = new SecretKeySpec(new byte[32], "AES");
    }

    private Transport[] handshakeOnce() throws AuthenticationFailed, Malformed {
        try (HandshakeState initiator = HandshakeState.nxInitiator(prologue, entropy);
                HandshakeState responder = HandshakeState.nxResponder(prologue, staticKey, entropy)) {
            responder.read(initiator.write(new byte[32]));
            initiator.read(responder.write(new byte[256]));
            return new Transport[] {initiator.finish(), responder.finish()};
        }
    }

    /** Both sides of NX. */
    @Benchmark
    public Object handshake() throws AuthenticationFailed, Malformed {
        Transport[] both = handshakeOnce();
        both[0].close();
        both[1].close();
        return both;
    }

    /** What NX cannot do without: two ephemeral keys and two agreements a side. */
    @Benchmark
    public Object handshakeAgreementsAlone() throws AuthenticationFailed {
        try (SecretBytes a = entropy.secret(32); SecretBytes b = entropy.secret(32)) {
            Bytes publicA = X25519.publicKey(a);
            Bytes publicB = X25519.publicKey(b);
            X25519.agree(a, publicB).close();
            X25519.agree(b, publicA).close();
            X25519.agree(a, publicB).close();
            X25519.agree(staticKey, publicA).close();
            return publicA;
        }
    }

    /** A message sealed by the client and opened by the enclave. */
    @Benchmark
    public byte[] transport() throws AuthenticationFailed, Malformed, Refused {
        long number = nonce++;
        return enclave.open(number, prologue, client.sealAt(number, prologue, plain));
    }

    /** The same by the JDK's cipher alone. */
    @Benchmark
    public int transportJdkAesGcm() throws GeneralSecurityException {
        byte[] iv = new byte[12];
        long number = nonce++;
        for (int i = 0; i < 8; i++) iv[4 + i] = (byte) (number >>> (56 - 8 * i));
        GCMParameterSpec parameters = new GCMParameterSpec(128, iv);
        seal.init(Cipher.ENCRYPT_MODE, key, parameters);
        seal.doFinal(plain, 0, plain.length, sealed);
        open.init(Cipher.DECRYPT_MODE, key, parameters);
        return open.doFinal(sealed, 0, sealed.length, plain);
    }

    /** Seal and open of a record, key commitment and two derivations included. */
    @Benchmark
    public byte[] committingAead() throws AuthenticationFailed {
        return CommittingAead.openArray(aeadKey, Labels.LOG_LEAF, prologue, CommittingAead.seal(aeadKey, Labels.LOG_LEAF, prologue, plain));
    }
}
