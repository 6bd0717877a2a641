package org.fastness.protocol.channel;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * One encrypted message, the body of one POST; the answer comes in its response as a frame of the same channel and sequence.
 *
 * <p>Octets: magic 0xC3, version, channel id (16), u64 sequence, routing header (u32 length; empty in an answer), u16 count and the fragments (u32
 * length each). Fragment {@code i} is a Noise transport message under nonce {@code sequence * 16 + i} with {@link #associatedData} as its
 * associated data; the plaintext of the message is the fragments' plaintexts, one after the other.
 */
public record Frame(Bytes channelId, long sequence, Bytes routing, List<Bytes> fragments) {
    private static final int MAGIC = 0xC3;
    private static final Bytes LABEL = Bytes.ofUtf8("fastness/frame/v1");

    public Frame {
        fragments = List.copyOf(fragments);
    }

    public Bytes encode() {
        return new Writer().u8(MAGIC).u8(Bounds.VERSION).fixed(channelId).u64(sequence).bytes(routing).list(fragments, Writer::bytes).toBytes();
    }

    public static Frame decode(Bytes octets) throws Malformed {
        if (octets.size() > Bounds.FRAME) throw new Malformed("frame longer than its bound of " + Bounds.FRAME);
        Reader in = Reader.of(octets);
        if (in.u8() != MAGIC || in.u8() != Bounds.VERSION) throw new Malformed("not a frame of version 1");
        Frame frame = new Frame(in.fixed(Handshake.CHANNEL_ID), in.u64(), in.bytes(Bounds.ROUTING), in.list(Bounds.FRAGMENTS, r -> r.bytes(Bounds.FRAGMENT + 16)));
        if (frame.sequence < 0 || frame.sequence >= Bounds.SEQUENCES) throw new Malformed("sequence number out of bounds");
        if (frame.fragments.isEmpty()) throw new Malformed("a frame has at least one fragment");
        in.end();
        return frame;
    }

    /** Label {@code fastness/frame/v1}, channel id (16), u64 sequence, u8 fragment index, u8 fragment count, u8 direction (0 to the enclave, 1 to the client). */
    public static Bytes associatedData(Bytes channelId, long sequence, int index, int count, boolean toClient) {
        return new Writer().fixed(LABEL).fixed(channelId).u64(sequence).u8(index).u8(count).u8(toClient ? 1 : 0).toBytes();
    }

    /** The Noise nonce of a fragment. */
    public static long nonce(long sequence, int index) {
        return sequence * 16 + index;
    }
}
