package org.fastness.crypto.hd;

import org.fastness.base.Bytes;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.HmacSha512;
import org.fastness.crypto.SecretBytes;

/**
 * A node of a SLIP-10 tree over Ed25519, where every child is hardened. Close it when done; children live on their own. Thread-safe.
 */
public final class Slip10Ed25519 implements AutoCloseable {

    private static final Bytes MASTER_KEY = Bytes.ofUtf8("ed25519 seed");

    private final SecretBytes key;
    private final SecretBytes chainCode;

    private Slip10Ed25519(SecretBytes both) {
        this.key = both.slice(0, 32);
        this.chainCode = both.slice(32, 64);
    }

    /** The master of a seed of 16 to 64 octets, which stays the caller's. */
    public static Slip10Ed25519 master(SecretBytes seed) {
        if (seed.size() < 16 || seed.size() > 64) throw new IllegalArgumentException("a seed has 16 to 64 octets");
        try (SecretBytes hmacKey = SecretBytes.copyOf(MASTER_KEY);
                SecretBytes both = HmacSha512.secret(hmacKey, seed)) {
            return new Slip10Ed25519(both);
        }
    }

    /** The descendant at a path of hardened steps only; nodes between are closed. */
    public static Slip10Ed25519 derive(SecretBytes seed, DerivationPath path) {
        Slip10Ed25519 node = master(seed);
        for (DerivationPath.Step step : path.steps()) {
            try (Slip10Ed25519 parent = node) {
                node = parent.child(step);
            }
        }
        return node;
    }

    /** The child of a hardened step; any other throws {@link IllegalArgumentException}. */
    public Slip10Ed25519 child(DerivationPath.Step step) {
        if (!step.hardened()) throw new IllegalArgumentException("Ed25519 has hardened children only");
        try (SecretBytes zero = SecretBytes.copyOf(new byte[1]);
                SecretBytes number = SecretBytes.copyOf(step.octets());
                SecretBytes data = SecretBytes.concat(zero, key, number);
                SecretBytes both = HmacSha512.secret(chainCode, data)) {
            return new Slip10Ed25519(both);
        }
    }

    /** The Ed25519 seed, valid as long as this node is open. */
    public SecretBytes secret() {
        return key;
    }

    SecretBytes chainCode() {
        return chainCode;
    }

    /** The key pair, the caller's to close. */
    public Ed25519.KeyPair keyPair() {
        return Ed25519.KeyPair.fromSeed(key);
    }

    @Override
    public void close() {
        key.close();
        chainCode.close();
    }

    @Override
    public String toString() {
        return "Slip10Ed25519";
    }
}
