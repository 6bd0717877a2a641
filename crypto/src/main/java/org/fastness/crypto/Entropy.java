package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Libc;

/** Randomness as a port, so that tests can be repeated from a seed. */
public interface Entropy {

    /** Fills the array. */
    void fill(byte[] target);

    /** Public random octets: nonces, salts, identifiers. */
    default Bytes bytes(int size) {
        byte[] octets = new byte[size];
        fill(octets);
        return Bytes.wrapUnsafe(octets);
    }

    /** Secret random octets. */
    default SecretBytes secret(int size) {
        byte[] octets = new byte[size];
        fill(octets);
        return SecretBytes.takeFrom(octets);
    }

    /** The kernel's generator, getrandom(2); secrets are written where they stay. */
    static Entropy system() {
        return SystemEntropy.INSTANCE;
    }

    /** See {@link #system()}. */
    enum SystemEntropy implements Entropy {
        INSTANCE;

        @Override
        public void fill(byte[] target) {
            Libc.getrandom(MemorySegment.ofArray(target));
        }

        @Override
        public SecretBytes secret(int size) {
            return SecretBytes.filled(size, Libc::getrandom);
        }
    }
}
