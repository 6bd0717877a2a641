package org.fastness.enclave.operation;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.Aead;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Hkdf;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.enclave.account.KeyEntry;
import org.fastness.enclave.account.Pending;
import org.fastness.enclave.keys.UserKey;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;

/**
 * Step 6: gives the matured export, sealed to the key pinned when it was asked for.
 *
 * <p>Sealed form: ephemeral X25519 public key (32), nonce (12), AES-256-GCM of the words with its tag. Key: HKDF-SHA-256 of the agreement, salt =
 * ephemeral and pinned public key, info = the label {@code fastness/export/v1/seed-phrase}, the account and the key, each with its u32 length. The
 * info is the associated data too.
 */
public final class CollectExport {

    public Outcome run(Execution execution, Operation.CollectExport collect) throws Refused {
        execution.requireThawed();
        Pending pending = execution.hot().export().orElseThrow(() -> new Refused(Refusal.NOT_PENDING));
        pending.requireOpen(execution.nowMicros());
        KeyEntry entry = execution.cold().key(pending.key());
        try (UserKey key = KeyRecords.open(execution, entry, execution.open().secret()); SecretBytes words = key.sentenceUnsafe()) {
            Bytes sealed = seal(execution, pending, words);
            execution.draft(execution.hot().withExport(Optional.empty()));
            return new Outcome(account -> new Result.Exported(sealed), "Seed phrase exported");
        }
    }

    private static Bytes seal(Execution execution, Pending pending, SecretBytes words) {
        Bytes info = Labels.EXPORT.bind(execution.account().value(), pending.key().value());
        Bytes nonce = execution.realm().entropy().bytes(Aead.NONCE_SIZE);
        try (SecretBytes ephemeral = execution.realm().entropy().secret(X25519.SIZE); SecretBytes shared = X25519.agree(ephemeral, pending.pinnedKey())) {
            Bytes ephemeralPublic = X25519.publicKey(ephemeral);
            try (SecretBytes key = Hkdf.derive(shared, Bytes.concat(ephemeralPublic, pending.pinnedKey()), info, Aead.KEY_SIZE)) {
                return Bytes.concat(ephemeralPublic, nonce, Aead.seal(key, nonce, info, words));
            }
        } catch (AuthenticationFailed lowOrder) {
            throw new IllegalStateException("the pinned key was checked when it came");
        }
    }
}
