package org.fastness.protocol.message;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/** Everything that changes an account or uses a key. Its octets stand under the authorization; the tag also names it in log leaf and receipt. */
public sealed interface Operation {

    /** The account id, authenticator and slots come from the channel's last {@link Request.BeginEnrolment}. Level 0 or 1. */
    record CreateAccount(int level, Enrolment enrolment) implements Operation {}

    /** Opens the account on this channel; answers with its view and a login statement for identity. */
    record Unlock() implements Operation {}

    /** Signs one to sixteen payloads, all or none. */
    record Sign(List<Payload> payloads) implements Operation {
        public Sign {
            payloads = List.copyOf(payloads);
            if (payloads.isEmpty() || payloads.size() > Bounds.BATCH) throw new IllegalArgumentException("one to sixteen payloads");
        }
    }

    /**
     * Certifies an Ed25519 session key for signing alone, on this boot.
     *
     * @param publicKey 32 octets
     * @param maxUses 1 to 1,000,000
     * @param lifetimeSeconds 1 to 900
     */
    record CertifySession(Bytes publicKey, long maxUses, int lifetimeSeconds) implements Operation {}

    record AddAuthenticator(Enrolment enrolment) implements Operation {}

    /** Removes it and its slots, makes a new user secret and wraps every key anew. */
    record RemoveAuthenticator(Id authenticator) implements Operation {}

    /** @param capability code of module policy's {@code Capability} */
    record SetCapability(int capability, boolean enabled) implements Operation {}

    /** Asks for the seed phrase of a key; the delay starts. @param pinnedKey X25519 public key (32) that alone may receive it */
    record RequestExport(Id key, Bytes pinnedKey) implements Operation {}

    /** Collects the matured export. */
    record CollectExport() implements Operation {}

    /** Cancels a pending export, or vetoes a pending recovery. @param pending 1 export, 2 recovery */
    record CancelPending(int pending) implements Operation {}

    /** Starts the recovery delay; comes with {@link Authorization.None}. */
    record StartRecovery() implements Operation {}

    /** Ends a matured recovery: the recovery code opens the user secret, every old authenticator goes, the new one comes, a new user secret and code are made. */
    record CompleteRecovery(Enrolment enrolment) implements Operation {}

    /** The operation's number on the wire, in leaves and in receipts. */
    default int tag() {
        return switch (this) {
            case CreateAccount c -> 1;
            case Unlock u -> 2;
            case Sign s -> 3;
            case CertifySession c -> 4;
            case AddAuthenticator a -> 5;
            case RemoveAuthenticator r -> 6;
            case SetCapability s -> 7;
            case RequestExport r -> 8;
            case CollectExport c -> 9;
            case CancelPending c -> 10;
            case StartRecovery s -> 11;
            case CompleteRecovery c -> 12;
        };
    }

    default void write(Writer out) {
        out.u8(tag());
        switch (this) {
            case CreateAccount c -> {
                out.u8(c.level);
                c.enrolment.write(out);
            }
            case Unlock u -> {}
            case Sign s -> out.list(s.payloads, (w, p) -> p.write(w));
            case CertifySession c -> out.fixed(c.publicKey).u32(c.maxUses).u32(c.lifetimeSeconds);
            case AddAuthenticator a -> a.enrolment.write(out);
            case RemoveAuthenticator r -> out.fixed(r.authenticator.value());
            case SetCapability s -> out.u8(s.capability).flag(s.enabled);
            case RequestExport r -> out.fixed(r.key.value()).fixed(r.pinnedKey);
            case CollectExport c -> {}
            case CancelPending c -> out.u8(c.pending);
            case StartRecovery s -> {}
            case CompleteRecovery c -> c.enrolment.write(out);
        }
    }

    static Operation read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new CreateAccount(in.u8(), Enrolment.read(in));
            case 2 -> new Unlock();
            case 3 -> {
                List<Payload> payloads = in.list(Bounds.BATCH, Payload::read);
                if (payloads.isEmpty()) throw new Malformed("nothing to sign");
                yield new Sign(payloads);
            }
            case 4 -> new CertifySession(in.fixed(32), in.u32(), Math.toIntExact(Math.min(in.u32(), Integer.MAX_VALUE)));
            case 5 -> new AddAuthenticator(Enrolment.read(in));
            case 6 -> new RemoveAuthenticator(Id.authenticator(in.fixed(16)));
            case 7 -> new SetCapability(in.u8(), in.flag());
            case 8 -> new RequestExport(Id.key(in.fixed(16)), in.fixed(32));
            case 9 -> new CollectExport();
            case 10 -> new CancelPending(in.u8());
            case 11 -> new StartRecovery();
            case 12 -> new CompleteRecovery(Enrolment.read(in));
            default -> throw new Malformed("unknown operation");
        };
    }
}
