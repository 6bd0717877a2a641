package org.fastness.crypto;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/** The tagged hash of BIP-340: SHA-256(SHA-256(tag), SHA-256(tag), parts). */
public final class TaggedHash {
    private TaggedHash() {}

    /** The 32-octet hash of the parts, one after the other, under the tag. */
    public static Bytes hash(String tag, Bytes... parts) {
        Bytes tagHash = Digests.sha256(Bytes.ofUtf8(tag));
        return Digests.sha256(tagHash, tagHash, Bytes.concat(parts));
    }
}
