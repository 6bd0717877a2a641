package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.CommittingAead;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.Hkdf;
import org.fastness.crypto.Label;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.enclave.account.Slot;

/**
 * Seals the user secret into slots and opens it again. A slot's private key is HKDF of what the person contributes, or stays in the device;
 * the wrap is ephemeral-static X25519, so that it can be renewed with the slot's owner away. The operator's slot has no key pair: the root opens it.
 */
public final class SlotSeal {
    private final RootKey root;
    private final Scope scope;
    private final Entropy entropy;

    public SlotSeal(RootKey root, Scope scope, Entropy entropy) {
        this.root = root;
        this.scope = scope;
        this.entropy = entropy;
    }

    /** The salt that a PRF slot of the epoch evaluates; 32 octets. */
    public static Bytes prfSalt(Id account, Bytes slot, long epoch) {
        return Digests.sha256(Labels.SLOT_PRF_SALT.bind(account.value(), slot, Scope.number(epoch)));
    }

    /** The slot's private key from the PRF output; the output stays the caller's to wipe. */
    public SecretBytes prfKey(byte[] output, Bytes slot, long epoch) {
        return privateKey(output, Labels.SLOT_PRF, slot, epoch);
    }

    /** The slot's private key from the recovery code; the code stays the caller's to wipe. */
    public SecretBytes recoveryKey(byte[] code, Bytes slot) {
        return privateKey(code, Labels.SLOT_RECOVERY_CODE, slot, 0);
    }

    private SecretBytes privateKey(byte[] contributed, Label label, Bytes slot, long epoch) {
        try (SecretBytes ikm = SecretBytes.copyOf(contributed)) {
            return Hkdf.derive(ikm, Bytes.EMPTY, label.bind(scope.bind(slot, Scope.number(epoch))), X25519.SIZE);
        }
    }

    /** The slot with the user secret sealed to its public key under a new ephemeral key; what it held before is gone. */
    public Slot seal(Slot slot, UserSecret secret) {
        if (slot.kind() == Slot.Kind.OPERATOR) return sealToRoot(slot, secret);
        try (SecretBytes ephemeral = entropy.secret(X25519.SIZE)) {
            Bytes ephemeralPublic = X25519.publicKey(ephemeral);
            Slot fresh = new Slot(slot.id(), slot.kind(), slot.epoch(), slot.authenticator(), slot.publicKey(), ephemeralPublic, Bytes.EMPTY);
            try (SecretBytes shared = X25519.agree(ephemeral, slot.publicKey())) {
                return wrapped(fresh, CommittingAead.seal(shared, Labels.SLOT_WRAP, aad(fresh, secret.epoch()), secret.octets()));
            }
        } catch (AuthenticationFailed lowOrder) {
            throw new IllegalStateException("a slot's public key was checked when it came");
        }
    }

    private Slot sealToRoot(Slot slot, UserSecret secret) {
        try (SecretBytes key = root.operatorKey(scope.account())) {
            return wrapped(slot, CommittingAead.seal(key, Labels.SLOT_OPERATOR, aad(slot, secret.epoch()), secret.octets()));
        }
    }

    private static Slot wrapped(Slot slot, Bytes wrapped) {
        return new Slot(slot.id(), slot.kind(), slot.epoch(), slot.authenticator(), slot.publicKey(), slot.ephemeral(), wrapped);
    }

    /** Opens a slot by its private key. */
    public UserSecret openByKey(Slot slot, SecretBytes privateKey, long secretEpoch) throws AuthenticationFailed {
        if (!X25519.publicKey(privateKey).equals(slot.publicKey())) throw new AuthenticationFailed();
        try (SecretBytes shared = X25519.agree(privateKey, slot.ephemeral())) {
            return openByAgreement(slot, shared, secretEpoch);
        }
    }

    /** Opens a slot by the agreement that the device computed. */
    public UserSecret openByAgreement(Slot slot, SecretBytes shared, long secretEpoch) throws AuthenticationFailed {
        return new UserSecret(CommittingAead.open(shared, Labels.SLOT_WRAP, aad(slot, secretEpoch), slot.wrapped()), secretEpoch);
    }

    /** Opens the operator's slot. */
    public UserSecret openByRoot(Slot slot, long secretEpoch) throws AuthenticationFailed {
        try (SecretBytes key = root.operatorKey(scope.account())) {
            return new UserSecret(CommittingAead.open(key, Labels.SLOT_OPERATOR, aad(slot, secretEpoch), slot.wrapped()), secretEpoch);
        }
    }

    /** Whether a public key that a device sent can be agreed with: not of low order. */
    public boolean isUsable(Bytes publicKey) {
        try (SecretBytes probe = entropy.secret(X25519.SIZE); SecretBytes shared = X25519.agree(probe, publicKey)) {
            return !shared.isZero();
        } catch (AuthenticationFailed lowOrder) {
            return false;
        }
    }

    private Bytes aad(Slot slot, long secretEpoch) {
        return scope.bind(slot.id(), Scope.number(slot.kind().code()), Scope.number(slot.epoch()), slot.publicKey(), slot.ephemeral(), Scope.number(secretEpoch));
    }
}
