package org.fastness.dataprotection;

import org.fastness.crypto.SecretBytes;

/**
 * The keys of a data set in one version: one encrypts fields, the other, of an independent root, makes look-ups. Whoever leased
 * them closes them; then they must not be used.
 */
public final class DataKeys implements AutoCloseable {

    /** Octets of each key. */
    public static final int KEY_SIZE = 32;

    /** The largest version, which formats hold in 32 bits. */
    public static final long MAX_VERSION = 0xffff_ffffL;

    private final long version;
    private final SecretBytes encryptionKey;
    private final SecretBytes indexKey;
    private final Runnable release;

    private DataKeys(long version, SecretBytes encryptionKey, SecretBytes indexKey, Runnable release) {
        if (version < 1 || version > MAX_VERSION) throw new IllegalArgumentException("key versions are 1 to 2^32 - 1");
        if (encryptionKey.size() != KEY_SIZE || indexKey.size() != KEY_SIZE) throw new IllegalArgumentException("data keys have " + KEY_SIZE + " octets");
        this.version = version;
        this.encryptionKey = encryptionKey;
        this.indexKey = indexKey;
        this.release = release;
    }

    /** Takes the secrets over: closing this closes them. */
    public static DataKeys owned(long version, SecretBytes encryptionKey, SecretBytes indexKey) {
        return new DataKeys(version, encryptionKey, indexKey, () -> {
            encryptionKey.close();
            indexKey.close();
        });
    }

    /** The same keys, lent: closing the loan runs {@code release} and leaves the secrets open. */
    DataKeys lent(Runnable release) {
        return new DataKeys(version, encryptionKey, indexKey, release);
    }

    public long version() {
        return version;
    }

    SecretBytes encryptionKey() {
        return encryptionKey;
    }

    SecretBytes indexKey() {
        return indexKey;
    }

    @Override
    public void close() {
        release.run();
    }

    @Override
    public String toString() {
        return "DataKeys[version " + version + "]";
    }
}
