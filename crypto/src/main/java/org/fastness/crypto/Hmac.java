package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/** RFC 2104 over SHA-2 by libsodium; key and running state stay off the heap. What {@link HmacSha256} and {@link HmacSha512} share. */
enum Hmac {
    SHA256(32, Sodium.HMAC_SHA256_STATE_BYTES) {
        @Override
        void init(MemorySegment state, MemorySegment key) {
            Sodium.hmacSha256Init(state, key, key.byteSize());
        }

        @Override
        void update(MemorySegment state, MemorySegment data) {
            Sodium.hmacSha256Update(state, data, data.byteSize());
        }

        @Override
        void finish(MemorySegment state, MemorySegment out) {
            Sodium.hmacSha256Final(state, out);
        }
    },
    SHA512(64, Sodium.HMAC_SHA512_STATE_BYTES) {
        @Override
        void init(MemorySegment state, MemorySegment key) {
            Sodium.hmacSha512Init(state, key, key.byteSize());
        }

        @Override
        void update(MemorySegment state, MemorySegment data) {
            Sodium.hmacSha512Update(state, data, data.byteSize());
        }

        @Override
        void finish(MemorySegment state, MemorySegment out) {
            Sodium.hmacSha512Final(state, out);
        }
    };

    private static final int CHUNK_BYTES = 16 * 1024; // a critical call must stay short

    final int size;
    final int stateBytes;

    Hmac(int size, int stateBytes) {
        this.size = size;
        this.stateBytes = stateBytes;
    }

    abstract void init(MemorySegment state, MemorySegment key);

    abstract void update(MemorySegment state, MemorySegment data);

    abstract void finish(MemorySegment state, MemorySegment out);

    /** The MAC of the parts, one after the other, into {@code out}. */
    void compute(MemorySegment out, MemorySegment key, MemorySegment... parts) {
        MemorySegment state = SecretArena.allocate(stateBytes);
        try {
            init(state, key);
            for (MemorySegment part : parts) updateInChunks(state, part);
            finish(state, out);
        } finally {
            SecretArena.release(state);
        }
    }

    private void updateInChunks(MemorySegment state, MemorySegment data) {
        for (long at = 0; at < data.byteSize(); at += CHUNK_BYTES) update(state, data.asSlice(at, Math.min(CHUNK_BYTES, data.byteSize() - at)));
    }

    Bytes tag(SecretBytes key, Bytes... parts) {
        byte[] out = new byte[size];
        MemorySegment held = key.hold();
        try {
            compute(MemorySegment.ofArray(out), held, segments(parts));
        } finally {
            key.release();
        }
        return Bytes.wrapUnsafe(out);
    }

    SecretBytes secret(SecretBytes key, Bytes... parts) {
        MemorySegment held = key.hold();
        try {
            return SecretBytes.filled(size, out -> compute(out, held, segments(parts)));
        } finally {
            key.release();
        }
    }

    SecretBytes secret(SecretBytes key, SecretBytes data) {
        MemorySegment heldKey = key.hold();
        try {
            MemorySegment heldData = data.hold();
            try {
                return SecretBytes.filled(size, out -> compute(out, heldKey, heldData));
            } finally {
                data.release();
            }
        } finally {
            key.release();
        }
    }

    boolean verify(SecretBytes key, Bytes tag, Bytes... parts) {
        return SecretBytes.constantTimeEquals(heap(tag(key, parts)), heap(tag));
    }

    static MemorySegment[] segments(Bytes... parts) {
        MemorySegment[] segments = new MemorySegment[parts.length];
        for (int i = 0; i < parts.length; i++) segments[i] = heap(parts[i]);
        return segments;
    }

    /** A copy of public octets as a heap segment for critical calls. */
    static MemorySegment heap(Bytes octets) {
        return MemorySegment.ofArray(octets.toArray());
    }
}
