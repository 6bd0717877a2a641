package org.fastness.enclave.account;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.enclave.authorize.CredentialKey;
import org.fastness.protocol.Bounds;

/**
 * Something that may approve for the account.
 *
 * @param name what the person calls it
 * @param credentialId empty for a device key
 * @param backupEligible WebAuthn flag BE at registration, which never changes
 */
public record Authenticator(Id id, Type type, String name, long createdMicros, Bytes credentialId, CredentialKey key, boolean backupEligible) {

    /** The code is the protocol's. */
    public enum Type {
        PASSKEY(1), DEVICE_KEY(2);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        static Type ofCode(int code) throws Malformed {
            return switch (code) {
                case 1 -> PASSKEY;
                case 2 -> DEVICE_KEY;
                default -> throw new Malformed("unknown authenticator type");
            };
        }
    }

    void write(Writer out) {
        out.fixed(id.value()).u8(type.code).text(name).u64(createdMicros).bytes(credentialId);
        key.write(out);
        out.flag(backupEligible);
    }

    static Authenticator read(Reader in) throws Malformed {
        return new Authenticator(Id.authenticator(in.fixed(Id.SIZE)), Type.ofCode(in.u8()), in.text(Bounds.LABEL), in.u64(), in.bytes(Bounds.CREDENTIAL_ID), CredentialKey.read(in), in.flag());
    }
}
