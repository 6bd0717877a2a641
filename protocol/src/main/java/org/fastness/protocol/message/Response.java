package org.fastness.protocol.message;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/** What the enclave answers. Octets: magic 0xF2, version, next nonce (32), u32 milliseconds it is good for, u8 tag, fields. */
public sealed interface Response {

    int MAGIC = 0xF2;

    /** Tag 0. Nothing was done. @param reason a sentence about which rule, without payload or personal datum; may be empty */
    record Refused(Refusal refusal, String reason) implements Response {}

    /** Tag 1. @param logKey signed-note verifier key of the log, text; @param loginKey Ed25519 public key of login statements (32) */
    record InfoAnswer(Bytes clusterId, Bytes bootId, int environment, String logKey, Bytes loginKey, String freshness, String time, String rpId, String origin) implements Response {}

    /**
     * Tag 2.
     *
     * @param account the new account's id (CREATE), else the routed one; also the WebAuthn user handle (16)
     * @param challenge for {@code navigator.credentials.create}, 32 octets
     * @param prfSlot id of the slot a PRF output may fill (16); @param prfSalt its first salt (32)
     * @param recoveryCode 20 octets for CREATE and RECOVER, empty for ADD
     */
    record EnrolmentOptions(Id account, Bytes challenge, Bytes prfSlot, Bytes prfSalt, Bytes recoveryCode, String rpId, String origin) implements Response {
        @Override
        public String toString() {
            return "EnrolmentOptions[" + account + "]";
        }
    }

    /** Tag 3. @param keys the account's keys, for the routing header of whoever lost every device and with it their names */
    record UnlockWays(int level, long version, List<PasskeyWay> passkeys, List<DeviceWay> devices, boolean recoveryCode, boolean operator, List<Id> keys) implements Response {
        public UnlockWays {
            keys = List.copyOf(keys);
            passkeys = List.copyOf(passkeys);
            devices = List.copyOf(devices);
        }
    }

    /** @param prf the slot the passkey's PRF opens, if any */
    record PasskeyWay(Id authenticator, Bytes credentialId, Optional<PrfWay> prf) {}

    /** Salts are 32 octets each. */
    record PrfWay(Bytes slot, Bytes currentSalt, Bytes nextSalt) {}

    /** @param devicePublicKey tells the device which of its keys; @param ephemeral what it agrees with; 32 octets each */
    record DeviceWay(Id authenticator, Bytes slot, Bytes devicePublicKey, Bytes ephemeral) {}

    /** Tag 4. One a payload, in order. */
    record Described(List<DecodedIntent> intents) implements Response {
        public Described {
            intents = List.copyOf(intents);
        }
    }

    /** Tag 5. */
    record Account(AccountView view) implements Response {}

    /** Tag 6. */
    record Activity(List<ActivityEntry> entries, long total) implements Response {
        public Activity {
            entries = List.copyOf(entries);
        }
    }

    /** @param receipt encoded receipt of module tlog */
    record ActivityEntry(long number, int operation, long hostMicros, String summary, Bytes receipt) {
        public void write(Writer out) {
            out.u64(number).u8(operation).u64(hostMicros).text(summary).bytes(receipt);
        }

        public static ActivityEntry read(Reader in) throws Malformed {
            return new ActivityEntry(in.u64(), in.u8(), in.u64(), in.text(Bounds.SHOWN), in.bytes(Bounds.RECEIPT));
        }
    }

    /** Tag 7. The operation is durable and logged. @param version and @param head of the account after it */
    record Done(Result result, Bytes receipt, long version, Bytes head) implements Response {}

    /** The whole plaintext. @param nonce for the next authorization on this channel */
    record Envelope(Bytes nonce, long nonceMillis, Response response) {
        public byte[] encode() {
            Writer out = new Writer().u8(MAGIC).u8(Bounds.VERSION).fixed(nonce).u32(nonceMillis);
            response.write(out);
            return out.drain();
        }

        public static Envelope decode(byte[] plaintext) throws Malformed {
            Reader in = Reader.of(plaintext);
            if (in.u8() != MAGIC || in.u8() != Bounds.VERSION) throw new Malformed("not a response of version 1");
            Envelope envelope = new Envelope(in.fixed(32), in.u32(), Response.read(in));
            in.end();
            return envelope;
        }
    }

    default void write(Writer out) {
        switch (this) {
            case Refused r -> out.u8(0).u16(r.refusal.code()).text(r.reason);
            case InfoAnswer i -> out.u8(1).fixed(i.clusterId).fixed(i.bootId).u8(i.environment).text(i.logKey).fixed(i.loginKey).text(i.freshness).text(i.time).text(i.rpId).text(i.origin);
            case EnrolmentOptions e -> out.u8(2).fixed(e.account.value()).fixed(e.challenge).fixed(e.prfSlot).fixed(e.prfSalt).bytes(e.recoveryCode).text(e.rpId).text(e.origin);
            case UnlockWays u -> out.u8(3).u8(u.level).u64(u.version)
                    .list(u.passkeys, (w, p) -> w.fixed(p.authenticator.value()).bytes(p.credentialId)
                            .option(p.prf, (x, prf) -> x.fixed(prf.slot).fixed(prf.currentSalt).fixed(prf.nextSalt)))
                    .list(u.devices, (w, d) -> w.fixed(d.authenticator.value()).fixed(d.slot).fixed(d.devicePublicKey).fixed(d.ephemeral))
                    .flag(u.recoveryCode).flag(u.operator).list(u.keys, (w, k) -> w.fixed(k.value()));
            case Described d -> out.u8(4).list(d.intents, (w, i) -> i.write(w));
            case Account a -> {
                out.u8(5);
                a.view.write(out);
            }
            case Activity a -> out.u8(6).list(a.entries, (w, e) -> e.write(w)).u64(a.total);
            case Done d -> {
                out.u8(7);
                d.result.write(out);
                out.bytes(d.receipt).u64(d.version).fixed(d.head);
            }
        }
    }

    static Response read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 0 -> new Refused(Refusal.ofCode(in.u16()), in.text(Bounds.TEXT));
            case 1 -> new InfoAnswer(in.fixed(32), in.fixed(16), in.u8(), in.text(Bounds.TEXT), in.fixed(32), in.text(Bounds.TEXT), in.text(Bounds.TEXT), in.text(Bounds.TEXT), in.text(Bounds.TEXT));
            case 2 -> new EnrolmentOptions(Id.account(in.fixed(16)), in.fixed(32), in.fixed(16), in.fixed(32), in.bytes(SlotMaterial.RECOVERY_CODE), in.text(Bounds.TEXT), in.text(Bounds.TEXT));
            case 3 -> new UnlockWays(in.u8(), in.u64(),
                    in.list(Bounds.AUTHENTICATORS, r -> new PasskeyWay(Id.authenticator(r.fixed(16)), r.bytes(Bounds.CREDENTIAL_ID),
                            r.option(x -> new PrfWay(x.fixed(16), x.fixed(32), x.fixed(32))))),
                    in.list(Bounds.AUTHENTICATORS, r -> new DeviceWay(Id.authenticator(r.fixed(16)), r.fixed(16), r.fixed(32), r.fixed(32))),
                    in.flag(), in.flag(), in.list(Bounds.KEYS, r -> Id.key(r.fixed(16))));
            case 4 -> new Described(in.list(Bounds.BATCH, DecodedIntent::read));
            case 5 -> new Account(AccountView.read(in));
            case 6 -> new Activity(in.list(Bounds.ACTIVITY_PAGE, ActivityEntry::read), in.u64());
            case 7 -> new Done(Result.read(in), in.bytes(Bounds.RECEIPT), in.u64(), in.fixed(32));
            default -> throw new Malformed("unknown response");
        };
    }
}
