package org.fastness.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.junit.jupiter.api.Test;

/** Round trips, canonical form, and every bound at it and one past it. */
final class CodecTest {

    @Test
    void everyRequestReadsBackToTheSameOctets() throws Malformed {
        for (Request request : Samples.requests().values()) {
            byte[] octets = new Request.Envelope(Samples.ROUTING, request).encode();
            assertThat(Request.Envelope.decode(octets.clone()).encode()).isEqualTo(octets);
        }
    }

    @Test
    void everyResponseReadsBackToTheSameOctets() throws Malformed {
        for (Response response : Samples.responses().values()) {
            byte[] octets = new Response.Envelope(Samples.run(1, 32), 5, response).encode();
            assertThat(Response.Envelope.decode(octets.clone()).encode()).isEqualTo(octets);
        }
    }

    @Test
    void everyLinkMessageReadsBackToTheSameOctets() throws Malformed {
        for (HostMessage message : Samples.hostMessages().values()) assertThat(HostMessage.decode(message.encode()).encode()).isEqualTo(message.encode());
        for (EnclaveMessage message : Samples.enclaveMessages().values()) assertThat(EnclaveMessage.decode(message.encode()).encode()).isEqualTo(message.encode());
    }

    @Test
    void readingASecretFieldWipesItFromThePlaintext() throws Malformed {
        byte[] octets = new Request.Envelope(Samples.ROUTING, Samples.requests().get("opened-by-recovery")).encode();
        String secret = Samples.run(0xE5, 20).hex();
        assertThat(Bytes.of(octets).hex()).contains(secret);

        Request.Envelope.decode(octets);

        assertThat(Bytes.of(octets).hex()).doesNotContain(secret);
    }

    @Test
    void noMessageWithASecretPrintsIt() throws Malformed {
        for (Request request : Samples.requests().values()) {
            String shown = request.toString();
            assertThat(shown).doesNotContain(Samples.run(0xC1, 32).hex(), Samples.run(0xE6, 20).hex(), Samples.run(0xC0, 32).hex(), Samples.run(0xE0, 32).hex(), Samples.run(0xC4, 32).hex(), Samples.run(0xE5, 20).hex());
        }
        assertThat(Samples.hostMessages().get("boot").toString()).doesNotContain(Samples.run(0xC2, 32).hex(), Samples.run(0xE7, 24).hex());
        assertThat(Samples.responses().get("enrolment-options").toString()).doesNotContain(Samples.run(0xE8, 20).hex());
    }

    @Test
    void everyTruncationAndEveryTrailingOctetIsRefused() {
        Samples.encoded().forEach((name, octets) -> {
            if (name.startsWith("challenge") || name.equals("channel.prologue") || name.equals("channel.associated-data")) return;
            for (int size = 0; size < octets.size(); size++) {
                Bytes shorter = octets.slice(0, size);
                assertThatThrownBy(() -> decode(name, shorter)).as("%s cut to %d", name, shorter.size()).isInstanceOf(Malformed.class);
            }
            assertThatThrownBy(() -> decode(name, Bytes.concat(octets, Bytes.of((byte) 0)))).as(name).isInstanceOf(Malformed.class);
        });
    }

    static void decode(String name, Bytes octets) throws Malformed {
        switch (name.substring(0, name.indexOf('.'))) {
            case "request" -> Request.Envelope.decode(octets.toArray());
            case "response" -> Response.Envelope.decode(octets.toArray());
            case "host" -> HostMessage.decode(octets.toArray());
            case "enclave" -> EnclaveMessage.decode(octets.toArray());
            default -> {
                switch (name) {
                    case "channel.opening" -> Handshake.Opening.decode(octets);
                    case "channel.reply" -> Handshake.Reply.decode(octets);
                    case "channel.routing" -> RoutingHeader.decode(octets);
                    case "channel.frame" -> Frame.decode(octets);
                    default -> throw new AssertionError(name);
                }
            }
        }
    }

    @Test
    void aPayloadMayFillItsBoundAndNotPassIt() throws Malformed {
        assertThat(withPayload(Bounds.PAYLOAD)).isNotNull();
        assertThatThrownBy(() -> withPayload(Bounds.PAYLOAD + 1)).isInstanceOf(Malformed.class);
    }

    private static Request.Envelope withPayload(int size) throws Malformed {
        Payload payload = new Payload(Samples.KEY, "m", PayloadKind.EVM_MESSAGE, "", Bytes.of(new byte[size]));
        return Request.Envelope.decode(new Request.Envelope(Samples.ROUTING, new Request.Describe(List.of(payload))).encode());
    }

    @Test
    void aBatchMayFillItsBoundAndNotPassIt() throws Malformed {
        Request.Envelope.decode(new Request.Envelope(Samples.ROUTING, new Request.Describe(Collections.nCopies(Bounds.BATCH, Samples.PAYLOAD))).encode());
        byte[] tooMany = new Request.Envelope(Samples.ROUTING, new Request.Describe(Collections.nCopies(Bounds.BATCH + 1, Samples.PAYLOAD))).encode();
        assertThatThrownBy(() -> Request.Envelope.decode(tooMany)).isInstanceOf(Malformed.class);
    }

    @Test
    void aFrameMayHoldItsBoundOfFragmentsAndNotMore() throws Malformed {
        assertThat(frame(Bounds.FRAGMENTS, Bounds.FRAGMENT + 16, 0).fragments()).hasSize(Bounds.FRAGMENTS);
        assertThatThrownBy(() -> frame(Bounds.FRAGMENTS + 1, 16, 0)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> frame(1, Bounds.FRAGMENT + 17, 0)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> frame(0, 0, 0)).isInstanceOf(Malformed.class);
    }

    @Test
    void aSequenceNumberMayReachItsBoundAndNotPassIt() throws Malformed {
        assertThat(frame(1, 16, Bounds.SEQUENCES - 1).sequence()).isEqualTo(Bounds.SEQUENCES - 1);
        assertThatThrownBy(() -> frame(1, 16, Bounds.SEQUENCES)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> frame(1, 16, -1)).isInstanceOf(Malformed.class);
    }

    private static Frame frame(int fragments, int size, long sequence) throws Malformed {
        return Frame.decode(new Frame(Samples.run(0, 16), sequence, Bytes.EMPTY, Collections.nCopies(fragments, Bytes.of(new byte[size]))).encode());
    }

    @Test
    void anActivityPageMayFillItsBoundAndNotPassIt() throws Malformed {
        assertThat(page(Bounds.ACTIVITY_PAGE).activityCount()).isEqualTo(Bounds.ACTIVITY_PAGE);
        assertThatThrownBy(() -> page(Bounds.ACTIVITY_PAGE + 1)).isInstanceOf(Malformed.class);
    }

    private static RoutingHeader page(int count) throws Malformed {
        return RoutingHeader.decode(new RoutingHeader(Samples.TENANT, Samples.ACCOUNT, Samples.REQUEST, List.of(), 1, count).encode());
    }

    @Test
    void everyChallengeDependsOnEveryFieldOfItsContext() {
        Operation operation = new Operation.Unlock();
        Context c = Samples.CONTEXT;
        Bytes other = Samples.run(0x99, 32);
        assertThat(List.of(
                new Context(1, c.tenant(), c.account(), c.requestId(), c.knownVersion(), c.nonce(), c.handshakeHash()),
                new Context(0, org.fastness.base.Id.tenant(Samples.run(1, 16)), c.account(), c.requestId(), c.knownVersion(), c.nonce(), c.handshakeHash()),
                new Context(0, c.tenant(), org.fastness.base.Id.account(Samples.run(1, 16)), c.requestId(), c.knownVersion(), c.nonce(), c.handshakeHash()),
                new Context(0, c.tenant(), c.account(), org.fastness.base.Id.request(Samples.run(1, 16)), c.knownVersion(), c.nonce(), c.handshakeHash()),
                new Context(0, c.tenant(), c.account(), c.requestId(), c.knownVersion() + 1, c.nonce(), c.handshakeHash()),
                new Context(0, c.tenant(), c.account(), c.requestId(), c.knownVersion(), other, c.handshakeHash()),
                new Context(0, c.tenant(), c.account(), c.requestId(), c.knownVersion(), c.nonce(), other)))
                .extracting(context -> context.challenge(operation))
                .doesNotContain(c.challenge(operation)).doesNotHaveDuplicates();
    }
}
