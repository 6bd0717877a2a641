package org.fastness.enclave.operation;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.enclave.account.ColdRecord;
import org.fastness.enclave.account.Slot;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.OpenAccount;
import org.fastness.enclave.keys.SlotSeal;
import org.fastness.enclave.keys.UserSecret;
import org.fastness.protocol.message.SlotMaterial;

/**
 * Opens the user secret with the material a request brought. A slot that can be renewed is: a PRF slot moves to its next salt, a device slot gets a
 * new ephemeral key, so that captured material opens nothing later.
 */
public final class OpenSlot {
    private OpenSlot() {}

    /** Puts the open account into the execution; every failure looks alike. */
    public static void run(Execution execution, SlotMaterial material) throws Refused, Denied {
        ColdRecord cold = execution.before().cold();
        try {
            UserSecret secret = switch (material) {
                case SlotMaterial.Prf prf -> prf(execution, find(cold, prf.slot(), Slot.Kind.PRF), prf);
                case SlotMaterial.Device device -> device(execution, find(cold, device.slot(), Slot.Kind.DEVICE), device);
                case SlotMaterial.RecoveryCode code -> recovery(execution, find(cold, Slot.Kind.RECOVERY), code);
                case SlotMaterial.Operator operator -> execution.slots().openByRoot(find(cold, Slot.Kind.OPERATOR), cold.secretEpoch());
            };
            execution.opened(new OpenAccount(execution.tenant(), execution.account(), secret));
        } catch (AuthenticationFailed wrong) {
            throw new Denied(Denied.Cause.SLOT);
        }
    }

    private static Slot find(ColdRecord cold, Bytes id, Slot.Kind kind) throws Denied {
        return cold.slot(id).filter(slot -> slot.kind() == kind).orElseThrow(() -> new Denied(Denied.Cause.SLOT));
    }

    private static Slot find(ColdRecord cold, Slot.Kind kind) throws Denied {
        return cold.slot(kind).orElseThrow(() -> new Denied(Denied.Cause.SLOT));
    }

    private static UserSecret prf(Execution execution, Slot slot, SlotMaterial.Prf prf) throws AuthenticationFailed {
        SlotSeal seal = execution.slots();
        try (SecretBytes current = seal.prfKey(prf.current(), slot.id(), slot.epoch()); SecretBytes next = seal.prfKey(prf.next(), slot.id(), slot.epoch() + 1)) {
            UserSecret secret = seal.openByKey(slot, current, execution.cold().secretEpoch());
            Slot moved = new Slot(slot.id(), slot.kind(), slot.epoch() + 1, slot.authenticator(), X25519.publicKey(next), Bytes.EMPTY, Bytes.EMPTY);
            execution.draft(execution.cold().withSlot(seal.seal(moved, secret)));
            return secret;
        }
    }

    private static UserSecret device(Execution execution, Slot slot, SlotMaterial.Device device) throws AuthenticationFailed {
        try (SecretBytes shared = SecretBytes.copyOf(device.shared())) {
            UserSecret secret = execution.slots().openByAgreement(slot, shared, execution.cold().secretEpoch());
            execution.draft(execution.cold().withSlot(execution.slots().seal(slot, secret)));
            return secret;
        }
    }

    private static UserSecret recovery(Execution execution, Slot slot, SlotMaterial.RecoveryCode code) throws AuthenticationFailed {
        try (SecretBytes key = execution.slots().recoveryKey(code.code(), slot.id())) {
            UserSecret secret = execution.slots().openByKey(slot, key, execution.cold().secretEpoch());
            execution.recoveryCodeOpened();
            return secret;
        }
    }
}
