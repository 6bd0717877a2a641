package org.fastness.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;

/** Hostile octets either fail as {@link Malformed} or read back to exactly themselves: the form is canonical. */
final class CodecFuzzTest {

    private interface Decoder {
        byte[] decodeAndEncode(byte[] octets) throws Malformed;
    }

    private static void canonical(byte[] octets, Decoder decoder) {
        try {
            byte[] again = decoder.decodeAndEncode(octets.clone());
            if (!Arrays.equals(octets, again)) throw new AssertionError("accepted a form that is not canonical");
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }

    @FuzzTest
    void request(byte[] octets) {
        canonical(octets, in -> Request.Envelope.decode(in).encode());
    }

    @FuzzTest
    void response(byte[] octets) {
        canonical(octets, in -> Response.Envelope.decode(in).encode());
    }

    @FuzzTest
    void hostMessage(byte[] octets) {
        canonical(octets, in -> HostMessage.decode(in).encode());
    }

    @FuzzTest
    void enclaveMessage(byte[] octets) {
        canonical(octets, in -> EnclaveMessage.decode(in).encode());
    }

    @FuzzTest
    void channel(byte[] octets) {
        canonical(octets, in -> Frame.decode(Bytes.of(in)).encode().toArray());
        canonical(octets, in -> Handshake.Opening.decode(Bytes.of(in)).encode().toArray());
        canonical(octets, in -> Handshake.Reply.decode(Bytes.of(in)).encode().toArray());
        canonical(octets, in -> RoutingHeader.decode(Bytes.of(in)).encode().toArray());
    }
}
