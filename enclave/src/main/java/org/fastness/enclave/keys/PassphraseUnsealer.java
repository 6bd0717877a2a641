package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Argon2id;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.CommittingAead;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretBytes;

/**
 * Seals the root under a passphrase by Argon2id (RFC 9106).
 *
 * <p>Octets: magic 0xA0, version, method 1, environment, u32 epoch, u32 memory in KiB, u32 passes, salt (16), then the sealed material with
 * all before it as associated data. What the parameters may be is fixed here: the host cannot ask for weaker ones, nor for so much that the
 * enclave dies of it.
 */
public final class PassphraseUnsealer implements Unsealer {
    private static final int MAGIC = 0xA0;
    private static final int VERSION = 1;
    private static final int METHOD = 1;
    private static final int MEMORY_KIB = 64 * 1024; // RFC 9106 section 4, second recommended option, with one lane
    private static final int PASSES = 3;
    private static final int HEADER = 4 + 12 + Argon2id.SALT_SIZE;

    private final SecretBytes passphrase;
    private final Entropy entropy;

    /** Takes the passphrase over. */
    public PassphraseUnsealer(SecretBytes passphrase, Entropy entropy) {
        this.passphrase = passphrase;
        this.entropy = entropy;
    }

    @Override
    public Bytes seal(RootKey root) {
        Bytes salt = entropy.bytes(Argon2id.SALT_SIZE);
        Bytes header = header(root.environment(), salt);
        try (SecretBytes key = key(salt); SecretBytes material = root.material()) {
            return Bytes.concat(header, CommittingAead.seal(key, Labels.ROOT_WRAP, header, material));
        }
    }

    private static Bytes header(int environment, Bytes salt) {
        return new Writer().u8(MAGIC).u8(VERSION).u8(METHOD).u8(environment).u32(RootKey.EPOCH).u32(MEMORY_KIB).u32(PASSES).fixed(salt).toBytes();
    }

    private SecretBytes key(Bytes salt) {
        return Argon2id.derive(passphrase, salt, MEMORY_KIB, PASSES, 32);
    }

    @Override
    public RootKey unseal(Bytes sealed, int environment) throws Refused {
        if (sealed.size() < HEADER) throw new Refused(Refusal.MALFORMED);
        Bytes header = sealed.slice(0, HEADER);
        Bytes salt = header.slice(HEADER - Argon2id.SALT_SIZE, HEADER);
        if (!header.equals(header(environment, salt))) throw new Refused(unfit(header));
        try (SecretBytes key = key(salt); SecretBytes material = CommittingAead.open(key, Labels.ROOT_WRAP, header, sealed.slice(HEADER, sealed.size()))) {
            if (material.size() != 2 * RootKey.SIZE) throw new Refused(Refusal.MALFORMED);
            return new RootKey(environment, material.slice(0, RootKey.SIZE), material.slice(RootKey.SIZE, 2 * RootKey.SIZE));
        } catch (AuthenticationFailed wrongPassphrase) {
            throw new Refused(Refusal.NOT_AUTHORISED);
        }
    }

    private static Refusal unfit(Bytes header) {
        try {
            Reader in = Reader.of(header);
            if (in.u8() != MAGIC) return Refusal.MALFORMED;
            return in.u8() != VERSION ? Refusal.UNKNOWN_VERSION : Refusal.NOT_AUTHORISED; // another environment, epoch or cost
        } catch (Malformed impossible) {
            return Refusal.MALFORMED;
        }
    }

    @Override
    public void close() {
        passphrase.close();
    }
}
