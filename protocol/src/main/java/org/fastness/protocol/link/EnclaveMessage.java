package org.fastness.protocol.link;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.message.Enrolment.Hidden;

/**
 * What the enclave says to the host: an answer carries the correlation id of its question; {@link Commit} opens a question of the enclave's own,
 * with correlation id 0. On the stream: u32 length of what follows, u64 correlation id, u8 tag, fields.
 */
public sealed interface EnclaveMessage {

    /** Tag 0. */
    record Refused(Refusal refusal) implements EnclaveMessage {}

    /**
     * Tag 1.
     *
     * @param newSealedRoot present when a root was just made: store it, then say {@link HostMessage.RootStored}
     * @param logKey signed-note verifier key; @param loginKey Ed25519 public key of login statements (32)
     */
    record Booted(Bytes clusterId, Bytes bootId, Bytes noiseStatic, String logKey, Bytes loginKey, Bytes installKey, Optional<Bytes> newSealedRoot) implements EnclaveMessage {}

    /** Body of the answer to a handshake POST. Tag 2. */
    record ChannelOpened(Bytes reply) implements EnclaveMessage {}

    /** Body of the answer to a frame POST. Tag 3. */
    record FrameProcessed(Bytes frame) implements EnclaveMessage {}

    /** Make these durable in one transaction, then say {@link HostMessage.CommitOutcome}. Tag 4. */
    record Commit(long batch, List<Transition> transitions, List<Effect> log) implements EnclaveMessage {
        public Commit {
            transitions = List.copyOf(transitions);
            log = List.copyOf(log);
        }
    }

    /** The effects of one frame. @param correlation of the {@link HostMessage.ProcessFrame} that caused them */
    record Transition(long correlation, List<Effect> effects) {
        public Transition {
            effects = List.copyOf(effects);
        }
    }

    /** Tag 5. @param encryptionKey and @param indexKey 32 octets each, of independent roots */
    record DataKey(long version, Hidden encryptionKey, Hidden indexKey) implements EnclaveMessage {}

    /** Tag 6. */
    record Inspection(List<Property> properties) implements EnclaveMessage {
        public Inspection {
            properties = List.copyOf(properties);
        }
    }

    /** Tag 7. */
    record Acknowledged() implements EnclaveMessage {}

    /** Tag and fields. */
    default byte[] encode() {
        Writer out = new Writer();
        switch (this) {
            case Refused r -> out.u8(0).u16(r.refusal.code());
            case Booted b -> out.u8(1).fixed(b.clusterId).fixed(b.bootId).fixed(b.noiseStatic).text(b.logKey).fixed(b.loginKey).fixed(b.installKey).option(b.newSealedRoot, Writer::bytes);
            case ChannelOpened c -> out.u8(2).bytes(c.reply);
            case FrameProcessed f -> out.u8(3).bytes(f.frame);
            case Commit c -> out.u8(4).u64(c.batch)
                    .list(c.transitions, (w, t) -> w.u64(t.correlation).list(t.effects, (x, e) -> e.write(x)))
                    .list(c.log, (w, e) -> e.write(w));
            case DataKey d -> out.u8(5).u32(d.version).fixed(Bytes.of(d.encryptionKey.octets())).fixed(Bytes.of(d.indexKey.octets()));
            case Inspection i -> out.u8(6).list(i.properties, (w, p) -> p.write(w));
            case Acknowledged a -> out.u8(7);
        }
        return out.drain();
    }

    static EnclaveMessage decode(byte[] octets) throws Malformed {
        Reader in = Reader.of(octets);
        EnclaveMessage message = switch (in.u8()) {
            case 0 -> new Refused(Refusal.ofCode(in.u16()));
            case 1 -> new Booted(in.fixed(32), in.fixed(16), in.fixed(32), in.text(Bounds.TEXT), in.fixed(32), in.fixed(32), in.option(r -> r.bytes(Bounds.RECORD)));
            case 2 -> new ChannelOpened(in.bytes(Bounds.FRAME));
            case 3 -> new FrameProcessed(in.bytes(Bounds.FRAME));
            case 4 -> new Commit(in.u64(),
                    in.list(Bounds.EFFECTS, r -> new Transition(r.u64(), r.list(64, Effect::read))),
                    in.list(Bounds.EFFECTS, Effect::read));
            case 5 -> new DataKey(in.u32(), new Hidden(in.takeFixed(32)), new Hidden(in.takeFixed(32)));
            case 6 -> new Inspection(in.list(256, Property::read));
            case 7 -> new Acknowledged();
            default -> throw new Malformed("unknown enclave message");
        };
        in.end();
        return message;
    }
}
