package org.fastness.keyservice;

import java.time.Duration;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.SealedRecord;

/**
 * Step 3 of a request's life: reads the routing header that stands in clear beside the client's frame, fetches the sealed records it names,
 * hands both to the channel's enclave, and gives back the enclave's answer, which it cannot read either. Thread-safe.
 */
public final class EnclaveRelay {

    /** How long a client may wait for an answer: an Argon2id, a batch of signatures and a commit fit many times over. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EnclaveDirectory directory;
    private final SealedRecords records;
    private final Ticker ticker;

    public EnclaveRelay(EnclaveDirectory directory, SealedRecords records, Ticker ticker) {
        this.directory = directory;
        this.records = records;
        this.ticker = ticker;
    }

    /** Carries a client's handshake message to an enclave and its reply back. */
    public Bytes openChannel(Bytes opening) throws Refused {
        return switch (directory.forNewChannel().ask(new HostMessage.OpenChannel(opening), new Caller.Anonymous(), TIMEOUT)) {
            case EnclaveMessage.ChannelOpened opened -> opened.reply();
            default -> throw new Refused(Refusal.INTERNAL);
        };
    }

    /** Carries a frame with the records it names, and the answering frame back. */
    public Bytes frame(Bytes octets, Caller caller) throws Malformed, Refused {
        Frame frame = Frame.decode(octets);
        RoutingHeader header = RoutingHeader.decode(frame.routing());
        List<SealedRecord> named = records.named(header);
        if (createsAnAccount(header, named) && caller instanceof Caller.Anonymous) throw new Refused(Refusal.UNAUTHENTICATED);
        demandRoom(octets, named);
        return switch (directory.forChannel(frame.channelId()).ask(new HostMessage.ProcessFrame(octets, named, ticker.epochMicros()), caller, TIMEOUT)) {
            case EnclaveMessage.FrameProcessed processed -> processed.frame();
            default -> throw new Refused(Refusal.INTERNAL);
        };
    }

    // An operation on an account that is not stored can only be its creation, and somebody signed in must answer for the rows.
    private static boolean createsAnAccount(RoutingHeader header, List<SealedRecord> named) {
        return !header.requestId().isZero() && named.stream().noneMatch(record -> record.kind() == SealedRecord.Kind.ACCOUNT);
    }

    private static void demandRoom(Bytes frame, List<SealedRecord> named) throws Refused {
        long size = frame.size();
        for (SealedRecord record : named) size += record.blob().size() + 128L;
        if (size > Bounds.LINK - 1024) throw new Refused(Refusal.TOO_LARGE);
    }
}
