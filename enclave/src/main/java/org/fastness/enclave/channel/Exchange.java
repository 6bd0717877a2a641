package org.fastness.enclave.channel;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.HostLink;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Response;

/**
 * One question on a channel, with the records the host handed over for it, and the way back. The answer leaves once.
 *
 * @param arrivalVersion the account's newest durable version when the host's message came in
 */
public record Exchange(Channel channel, long correlation, long sequence, RoutingHeader routing, List<SealedRecord> records, long arrivalVersion, Frames frames, HostLink link) {

    /** Encrypts the answer under this question's sequence number and sends it. */
    public void answer(Response response) {
        Optional<Bytes> frame = frames.seal(channel, sequence, response);
        EnclaveMessage message = frame.isPresent() ? new EnclaveMessage.FrameProcessed(frame.get()) : new EnclaveMessage.Refused(Refusal.UNKNOWN_CHANNEL);
        link.send(correlation, message);
    }

    /** The one record of the kind and id that the host handed over, if any. */
    public Optional<SealedRecord> record(SealedRecord.Kind kind, Bytes id) {
        return records.stream().filter(r -> r.kind() == kind && r.tenant().equals(routing.tenant()) && r.id().equals(id)).findFirst();
    }

    /** The named record, or a refusal. */
    public SealedRecord require(SealedRecord.Kind kind, Bytes id) throws Refused {
        return record(kind, id).orElseThrow(() -> new Refused(Refusal.RECORD_MISSING));
    }

    /** The routed account; refuses where none is named. */
    public Id account() throws Refused {
        if (routing.account().isZero()) throw new Refused(Refusal.RECORD_MISSING);
        return routing.account();
    }
}
