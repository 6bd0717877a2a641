package org.fastness.protocol.link;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.message.Enrolment.Hidden;

/** What the host says to the enclave. On the stream: u32 length of what follows, u64 correlation id, u8 tag, fields. */
public sealed interface HostMessage {

    /**
     * First message of every enclave life. Tag 1.
     *
     * @param environment 0 development, 1 staging, 2 production
     * @param rpId relying party of wallet credentials made from now on; @param origins exact origins allowed for them
     * @param image SHA-256 of the enclave image's manifest as the host launched it (32); labelled so in the evidence
     * @param installSeed Ed25519 seed of the per-install key that signs development evidence (32)
     * @param passphrase unseals the root
     * @param sealedRoot empty at the very first start: then the enclave makes one and serves only after {@link RootStored}
     * @param logState the newest frontier record
     * @param hostProperties what the launcher observed from outside
     */
    record Boot(int environment, String rpId, List<String> origins, Bytes image, Hidden installSeed, Hidden passphrase, Optional<Bytes> sealedRoot,
            Optional<SealedRecord> logState, long exportDelaySeconds, long recoveryDelaySeconds, long actionWindowSeconds, List<Property> hostProperties, long hostMicros)
            implements HostMessage {
        public Boot {
            origins = List.copyOf(origins);
            hostProperties = List.copyOf(hostProperties);
        }
    }

    /** The new sealed root is durable. Tag 2. */
    record RootStored() implements HostMessage {}

    /** Body of a client's handshake POST. Tag 3. */
    record OpenChannel(Bytes opening) implements HostMessage {}

    /** Body of a client's frame POST with the records its routing header names. Tag 4. */
    record ProcessFrame(Bytes frame, List<SealedRecord> records, long hostMicros) implements HostMessage {
        public ProcessFrame {
            records = List.copyOf(records);
        }
    }

    /** Answer to {@link EnclaveMessage.Commit}; false means surely not durable. Tag 5. */
    record CommitOutcome(long batch, boolean durable) implements HostMessage {}

    /** Asks for the keys of a data set. Tag 6. @param dataset stable name, such as {@code identity} */
    record LeaseDataKey(Id tenant, String dataset, long version) implements HostMessage {}

    /** Asks what the enclave observes of itself; it tries each forbidden deed. Tag 7. */
    record Inspect() implements HostMessage {}

    /** Stop serving, wipe, leave. Tag 8. */
    record Shutdown() implements HostMessage {}

    /** Tag and fields. */
    default byte[] encode() {
        Writer out = new Writer();
        switch (this) {
            case Boot b -> out.u8(1).u8(b.environment).text(b.rpId).list(b.origins, Writer::text).fixed(b.image)
                    .fixed(Bytes.of(b.installSeed.octets())).bytes(Bytes.of(b.passphrase.octets()))
                    .option(b.sealedRoot, Writer::bytes).option(b.logState, (w, r) -> r.write(w))
                    .u64(b.exportDelaySeconds).u64(b.recoveryDelaySeconds).u64(b.actionWindowSeconds)
                    .list(b.hostProperties, (w, p) -> p.write(w)).u64(b.hostMicros);
            case RootStored r -> out.u8(2);
            case OpenChannel o -> out.u8(3).bytes(o.opening);
            case ProcessFrame f -> out.u8(4).bytes(f.frame).list(f.records, (w, r) -> r.write(w)).u64(f.hostMicros);
            case CommitOutcome c -> out.u8(5).u64(c.batch).flag(c.durable);
            case LeaseDataKey l -> out.u8(6).fixed(l.tenant.value()).text(l.dataset).u32(l.version);
            case Inspect i -> out.u8(7);
            case Shutdown s -> out.u8(8);
        }
        return out.drain();
    }

    static HostMessage decode(byte[] octets) throws Malformed {
        Reader in = Reader.of(octets);
        HostMessage message = switch (in.u8()) {
            case 1 -> new Boot(in.u8(), in.text(Bounds.TEXT), in.list(8, r -> r.text(Bounds.TEXT)), in.fixed(32),
                    new Hidden(in.takeFixed(32)), new Hidden(in.takeBytes(1024)),
                    in.option(r -> r.bytes(Bounds.RECORD)), in.option(SealedRecord::read), in.u64(), in.u64(), in.u64(),
                    in.list(256, Property::read), in.u64());
            case 2 -> new RootStored();
            case 3 -> new OpenChannel(in.bytes(Bounds.HANDSHAKE + 64));
            case 4 -> new ProcessFrame(in.bytes(Bounds.FRAME), in.list(128, SealedRecord::read), in.u64());
            case 5 -> new CommitOutcome(in.u64(), in.flag());
            case 6 -> new LeaseDataKey(Id.tenant(in.fixed(16)), in.text(64), in.u32());
            case 7 -> new Inspect();
            case 8 -> new Shutdown();
            default -> throw new Malformed("unknown host message");
        };
        in.end();
        return message;
    }
}
