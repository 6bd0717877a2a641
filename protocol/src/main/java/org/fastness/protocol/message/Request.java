package org.fastness.protocol.message;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.RoutingHeader;

/** What a client asks the enclave. Octets: magic 0xF1, version, routing header (u32 length), u8 tag, fields. */
public sealed interface Request {

    int MAGIC = 0xF1;

    /** Who runs here; needs nothing. */
    record Info() implements Request {}

    /** What {@code BeginEnrolment} is for. */
    enum Purpose { CREATE, ADD, RECOVER }

    /** Asks for a challenge, slot ids, salts and (for CREATE and RECOVER) a recovery code; held by this channel for ten minutes. ADD wants an opened account. */
    record BeginEnrolment(Purpose purpose) implements Request {}

    /** Asks how the routed account may be opened: credentials, salts, ephemeral keys. */
    record UnlockOptions() implements Request {}

    /** Asks what the enclave understands of the payloads, without signing. */
    record Describe(List<Payload> payloads) implements Request {
        public Describe {
            payloads = List.copyOf(payloads);
        }
    }

    /** The routed account as it stands; the channel must have opened it. */
    record ViewAccount() implements Request {}

    /** The routed page of the account's activity; the channel must have opened it. */
    record ListActivity() implements Request {}

    /** Runs an operation. A retry sends these very octets again, on any channel, and gets the stored answer. */
    record Execute(Context context, Operation operation, Authorization authorization, Optional<SlotMaterial> material) implements Request {}

    /** The whole plaintext: routing header and request. */
    record Envelope(RoutingHeader routing, Request request) {
        public byte[] encode() {
            Writer out = new Writer().u8(MAGIC).u8(Bounds.VERSION).bytes(routing.encode());
            request.write(out);
            return out.drain();
        }

        /** Reads in place; secret fields are wiped from {@code plaintext} as they are taken. */
        public static Envelope decode(byte[] plaintext) throws Malformed {
            Reader in = Reader.of(plaintext);
            if (in.u8() != MAGIC || in.u8() != Bounds.VERSION) throw new Malformed("not a request of version 1");
            Envelope envelope = new Envelope(RoutingHeader.decode(in.bytes(Bounds.ROUTING)), Request.read(in));
            in.end();
            return envelope;
        }
    }

    default void write(Writer out) {
        switch (this) {
            case Info i -> out.u8(1);
            case BeginEnrolment b -> out.u8(2).u8(b.purpose.ordinal() + 1);
            case UnlockOptions u -> out.u8(3);
            case Describe d -> out.u8(4).list(d.payloads, (w, p) -> p.write(w));
            case ViewAccount v -> out.u8(5);
            case ListActivity l -> out.u8(6);
            case Execute e -> {
                out.u8(7);
                e.context.write(out);
                e.operation.write(out);
                e.authorization.write(out);
                out.option(e.material, (w, m) -> m.write(w));
            }
        }
    }

    private static Request read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new Info();
            case 2 -> new BeginEnrolment(switch (in.u8()) {
                case 1 -> Purpose.CREATE;
                case 2 -> Purpose.ADD;
                case 3 -> Purpose.RECOVER;
                default -> throw new Malformed("unknown purpose");
            });
            case 3 -> new UnlockOptions();
            case 4 -> new Describe(in.list(Bounds.BATCH, Payload::read));
            case 5 -> new ViewAccount();
            case 6 -> new ListActivity();
            case 7 -> new Execute(Context.read(in), Operation.read(in), Authorization.read(in), in.option(SlotMaterial::read));
            default -> throw new Malformed("unknown request");
        };
    }

    /** SHA-256 input of a retry's identity: context, operation and authorization, without the slot material. */
    static Bytes identityOf(Execute e) {
        Writer out = new Writer();
        e.context.write(out);
        e.operation.write(out);
        e.authorization.write(out);
        return out.toBytes();
    }
}
