package org.fastness.enclave.channel;

import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.HostLink;
import org.fastness.enclave.account.Accounts;
import org.fastness.enclave.dispatch.Dispatcher;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;

/** Step 4 of a request's life: bounds the frame, decrypts it, compares the clear routing header with the one inside, decodes the request. */
public final class FrameProcessor {
    private final Channels channels;
    private final Accounts accounts;
    private final Dispatcher dispatcher;
    private final HostLink link;
    private final Frames frames = new Frames();

    public FrameProcessor(Channels channels, Accounts accounts, Dispatcher dispatcher, HostLink link) {
        this.channels = channels;
        this.accounts = accounts;
        this.dispatcher = dispatcher;
        this.link = link;
    }

    /** What cannot be decrypted is refused to the host in clear; all else is answered inside the channel. */
    public void process(long correlation, HostMessage.ProcessFrame message) {
        try {
            Frame frame = Frame.decode(message.frame());
            RoutingHeader routing = RoutingHeader.decode(frame.routing());
            long arrivalVersion = accounts.durableVersion(routing.account());
            Channel channel = channels.find(frame.channelId());
            byte[] plain = frames.open(channel, frame);
            decoded(new Exchange(channel, correlation, frame.sequence(), routing, message.records(), arrivalVersion, frames, link), frame.routing(), plain);
        } catch (Malformed broken) {
            link.send(correlation, new EnclaveMessage.Refused(Refusal.MALFORMED));
        } catch (Refused refused) {
            link.send(correlation, new EnclaveMessage.Refused(refused.refusal()));
        }
    }

    private void decoded(Exchange exchange, Bytes clearRouting, byte[] plain) {
        try {
            Request.Envelope envelope = Request.Envelope.decode(plain);
            if (!envelope.routing().encode().equals(clearRouting)) throw new Refused(Refusal.ROUTING_MISMATCH);
            dispatcher.dispatch(exchange, envelope.request());
        } catch (Malformed broken) {
            exchange.answer(new Response.Refused(Refusal.MALFORMED, ""));
        } catch (Refused refused) {
            exchange.answer(new Response.Refused(refused.refusal(), ""));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
