package org.fastness.enclave.account;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/**
 * One way to open the user secret, as a disk-encryption header has several. The user secret is sealed to the slot's public key, so that a
 * transition can make a new one while the slot's owner is away.
 *
 * @param id 16 octets
 * @param epoch rises with each use of a PRF slot, and is part of its salt
 * @param authenticator whose removal removes the slot; zero where it belongs to none
 * @param publicKey X25519, 32 octets; empty for the operator's slot
 * @param ephemeral X25519 public key of the current wrap, 32 octets; empty for the operator's slot
 * @param wrapped the sealed user secret
 */
public record Slot(Bytes id, Kind kind, long epoch, Id authenticator, Bytes publicKey, Bytes ephemeral, Bytes wrapped) {

    /** Zero: belongs to no authenticator. */
    public static final Id NOBODY = Id.authenticator(Bytes.of(new byte[Id.SIZE]));

    /** The code is the protocol's. */
    public enum Kind {
        PRF, DEVICE, RECOVERY, OPERATOR;

        public int code() {
            return ordinal() + 1;
        }

        static Kind ofCode(int code) throws Malformed {
            if (code < 1 || code > values().length) throw new Malformed("unknown slot kind");
            return values()[code - 1];
        }
    }

    /** Longest wrap: a user secret and the seal's own octets. */
    private static final int WRAPPED = 256;

    void write(Writer out) {
        out.fixed(id).u8(kind.code()).u64(epoch).fixed(authenticator.value()).bytes(publicKey).bytes(ephemeral).bytes(wrapped);
    }

    static Slot read(Reader in) throws Malformed {
        return new Slot(in.fixed(16), Kind.ofCode(in.u8()), in.u64(), Id.authenticator(in.fixed(Id.SIZE)), in.bytes(32), in.bytes(32), in.bytes(WRAPPED));
    }
}
