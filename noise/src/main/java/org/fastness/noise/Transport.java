package org.fastness.noise;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;

/**
 * A channel whose handshake is complete: seals and opens messages whose nonce travels beside them (rev 34 section 11.4), so that
 * they may be lost or come in another order, but none is opened twice.
 *
 * <p>A message that does not open leaves the channel as it was: over an untrusted relay anybody can send one. Thread-safe; each
 * direction has its own lock.
 */
public final class Transport implements AutoCloseable {

    /** The longest message, sealed (rev 34 section 3). */
    public static final int MAX_MESSAGE = 65_535;

    /** The longest plaintext of one message. */
    public static final int MAX_PLAINTEXT = MAX_MESSAGE - CipherState.TAG_SIZE;

    /** How far behind the highest a nonce may come late, exclusive. */
    public static final int WINDOW = ReplayWindow.SIZE;

    /** A sealed message with the nonce that must travel beside it. */
    public record Sealed(long nonce, Bytes ciphertext) {}

    /** One direction: its cipher, and the nonces it has seen. Guarded by itself. */
    private static final class Direction {
        private final Optional<CipherState> cipher;
        private final ReplayWindow window = new ReplayWindow();
        private long next;
        private boolean closed;

        Direction(Optional<CipherState> cipher) {
            this.cipher = cipher;
        }

        CipherState cipher() {
            if (closed) throw new IllegalStateException("the channel is closed");
            return cipher.orElseThrow(() -> new IllegalStateException("the pattern is one-way"));
        }

        synchronized void close() {
            closed = true;
            cipher.ifPresent(CipherState::close);
        }
    }

    private final Direction sending;
    private final Direction receiving;
    private final Bytes handshakeHash;

    Transport(Optional<CipherState> send, Optional<CipherState> receive, Bytes handshakeHash) {
        this.sending = new Direction(send);
        this.receiving = new Direction(receive);
        this.handshakeHash = handshakeHash;
    }

    /** Identifies the channel: both ends computed the same 32 octets (section 11.2, channel binding). */
    public Bytes handshakeHash() {
        return handshakeHash;
    }

    /** Seals under the nonce after the highest one used. */
    public Sealed seal(Bytes ad, byte[] plain) {
        synchronized (sending) {
            long nonce = sending.next;
            return new Sealed(nonce, sealAt(nonce, ad, plain));
        }
    }

    /**
     * Seals under the nonce given: the number of the request that is answered, say. Throws {@link IllegalStateException} if the
     * nonce was used before, or lies {@link #WINDOW} or more behind the highest.
     */
    public Bytes sealAt(long nonce, Bytes ad, byte[] plain) {
        if (plain.length > MAX_PLAINTEXT) throw new IllegalArgumentException("a message holds at most " + MAX_PLAINTEXT + " octets");
        synchronized (sending) {
            CipherState cipher = sending.cipher();
            if (nonce == CipherState.RESERVED_NONCE || !sending.window.isFresh(nonce)) throw new IllegalStateException("the nonce was used before");
            byte[] out = new byte[plain.length + CipherState.TAG_SIZE];
            sending.window.mark(nonce); // before sealing: a nonce that failed half-way is burnt
            if (Long.compareUnsigned(nonce, sending.next) >= 0) sending.next = nonce + 1;
            cipher.seal(nonce, ad.toArray(), plain, 0, plain.length, out, 0);
            return Bytes.wrapUnsafe(out);
        }
    }

    /**
     * Opens a message; the plaintext is the caller's to wipe. Refuses with {@link Refusal#REPLAYED} a nonce that was opened before
     * or comes {@link #WINDOW} or more behind the highest.
     */
    public byte[] open(long nonce, Bytes ad, Bytes ciphertext) throws Malformed, Refused, AuthenticationFailed {
        if (ciphertext.size() > MAX_MESSAGE) throw new Malformed("message longer than 65,535 octets");
        if (ciphertext.size() < CipherState.TAG_SIZE) throw new Malformed("message shorter than its tag");
        synchronized (receiving) {
            CipherState cipher = receiving.cipher();
            if (!receiving.window.isFresh(nonce)) throw new Refused(Refusal.REPLAYED);
            byte[] plain = new byte[ciphertext.size() - CipherState.TAG_SIZE];
            cipher.open(nonce, ad.toArray(), ciphertext.toArray(), 0, ciphertext.size(), plain, 0);
            receiving.window.mark(nonce);
            return plain;
        }
    }

    /** Wipes both keys. Closing twice is harmless. */
    @Override
    public void close() {
        sending.close();
        receiving.close();
    }
}
