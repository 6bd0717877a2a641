package org.fastness.protocol.channel;

import java.util.List;
import java.util.stream.Collectors;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/** The two messages that open a channel; each is the body of one POST. */
public final class Handshake {
    private Handshake() {}

    private static final int MAGIC_REQUEST = 0xC1;
    private static final int MAGIC_REPLY = 0xC2;
    private static final Bytes PROLOGUE = Bytes.ofUtf8("fastness/noise/v1");

    /** Octets of a channel id. */
    public static final int CHANNEL_ID = 16;
    /** Octets of the client's nonce: the clear payload of the first message, bound by the evidence. */
    public static final int CLIENT_NONCE = 32;

    /**
     * The client's opening: magic 0xC1, version, count and codes of the suites it offers (all numbers are kept, known or not, since they enter the
     * prologue), then the first Noise message whose payload is the client's 32-octet nonce.
     */
    public record Opening(List<Integer> offeredSuites, Bytes noiseMessage) {
        public Opening {
            offeredSuites = List.copyOf(offeredSuites);
            if (offeredSuites.isEmpty() || offeredSuites.size() > 8) throw new IllegalArgumentException("one to eight suites");
        }

        public Bytes encode() {
            return new Writer().u8(MAGIC_REQUEST).u8(Bounds.VERSION).list(offeredSuites, Writer::u8).bytes(noiseMessage).toBytes();
        }

        public static Opening decode(Bytes octets) throws Malformed {
            Reader in = Reader.of(octets);
            if (in.u8() != MAGIC_REQUEST || in.u8() != Bounds.VERSION) throw new Malformed("not an opening of version 1");
            List<Integer> suites = in.list(8, Reader::u8);
            if (suites.isEmpty()) throw new Malformed("no suite offered");
            Opening opening = new Opening(suites, in.bytes(Bounds.HANDSHAKE));
            in.end();
            return opening;
        }

        /** The Noise prologue: the label {@code fastness/noise/v1}, the version octet, the count octet, one octet a suite in the order offered. */
        public Bytes prologue() {
            Writer out = new Writer().fixed(PROLOGUE).u8(Bounds.VERSION).u8(offeredSuites.size());
            offeredSuites.forEach(out::u8);
            return out.toBytes();
        }

        @Override
        public String toString() {
            return "Opening[suites=" + offeredSuites.stream().map(String::valueOf).collect(Collectors.joining(",")) + "]";
        }
    }

    /** The enclave's reply: magic 0xC2, version, chosen suite, channel id (16), the second Noise message whose payload is the evidence. */
    public record Reply(Suite suite, Bytes channelId, Bytes noiseMessage) {
        public Bytes encode() {
            return new Writer().u8(MAGIC_REPLY).u8(Bounds.VERSION).u8(suite.code()).fixed(channelId).bytes(noiseMessage).toBytes();
        }

        public static Reply decode(Bytes octets) throws Malformed {
            Reader in = Reader.of(octets);
            if (in.u8() != MAGIC_REPLY || in.u8() != Bounds.VERSION) throw new Malformed("not a reply of version 1");
            Reply reply = new Reply(Suite.ofCode(in.u8()), in.fixed(CHANNEL_ID), in.bytes(Bounds.FRAGMENT));
            in.end();
            return reply;
        }
    }
}
