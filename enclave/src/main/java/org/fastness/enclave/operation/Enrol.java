package org.fastness.enclave.operation;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.enclave.account.Authenticator;
import org.fastness.enclave.account.Slot;
import org.fastness.enclave.authorize.CredentialKey;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.authorize.Registration;
import org.fastness.enclave.authorize.RelyingParty;
import org.fastness.enclave.channel.PendingEnrolment;
import org.fastness.enclave.keys.UserSecret;
import org.fastness.protocol.message.Enrolment;

/**
 * Turns an enrolment, which an operation carries, into an authenticator and sealed slots. What the enclave offered when the enrolment began is what must
 * come back: challenge, slot id, recovery code.
 */
final class Enrol {

    /** @param signCount the new credential's counter */
    record Enrolled(Authenticator authenticator, long signCount, List<Slot> slots) {
        boolean has(Slot.Kind kind) {
            return slots.stream().anyMatch(slot -> slot.kind() == kind);
        }
    }

    private final Execution execution;
    private final PendingEnrolment pending;

    Enrol(Execution execution, PendingEnrolment pending) {
        this.execution = execution;
        this.pending = pending;
    }

    Enrolled run(Enrolment enrolment, RelyingParty party, UserSecret secret) throws Refused, Denied {
        Id id = Id.authenticator(execution.realm().entropy().bytes(Id.SIZE));
        return switch (enrolment.authenticator()) {
            case Enrolment.NewPasskey passkey -> {
                Registration.Registered registered = Registration.verify(passkey, party, pending.challenge());
                Authenticator authenticator = new Authenticator(id, Authenticator.Type.PASSKEY, enrolment.name(), execution.nowMicros(), registered.credentialId(), registered.key(), registered.backupEligible());
                yield new Enrolled(authenticator, registered.signCount(), slots(enrolment, authenticator, secret));
            }
            case Enrolment.NewDeviceKey device -> {
                Authenticator authenticator = new Authenticator(id, Authenticator.Type.DEVICE_KEY, enrolment.name(), execution.nowMicros(), Bytes.EMPTY, point(device.publicKey()), false);
                yield new Enrolled(authenticator, 0, slots(enrolment, authenticator, secret));
            }
        };
    }

    private static CredentialKey point(Bytes octets) throws Refused {
        try {
            return CredentialKey.es256(octets);
        } catch (Malformed offTheCurve) {
            throw new Refused(Refusal.MALFORMED);
        }
    }

    private List<Slot> slots(Enrolment enrolment, Authenticator authenticator, UserSecret secret) throws Refused {
        List<Slot> slots = new ArrayList<>();
        for (Enrolment.NewSlot wanted : enrolment.slots()) {
            Slot slot = switch (wanted) {
                case Enrolment.NewPrfSlot prf -> prf(prf, authenticator);
                case Enrolment.NewDeviceSlot device -> device(device, authenticator);
                case Enrolment.NewRecoverySlot recovery -> recovery(recovery);
            };
            if (slots.stream().anyMatch(other -> other.kind() == slot.kind())) throw new Refused(Refusal.MALFORMED);
            slots.add(execution.slots().seal(slot, secret));
        }
        return slots;
    }

    private Slot prf(Enrolment.NewPrfSlot prf, Authenticator authenticator) throws Refused {
        if (authenticator.type() != Authenticator.Type.PASSKEY || !prf.slot().equals(pending.slot())) throw new Refused(Refusal.MALFORMED);
        try (SecretBytes key = execution.slots().prfKey(prf.output().octets(), prf.slot(), 0)) {
            return empty(prf.slot(), Slot.Kind.PRF, authenticator.id(), X25519.publicKey(key));
        }
    }

    private Slot device(Enrolment.NewDeviceSlot device, Authenticator authenticator) throws Refused {
        if (!execution.slots().isUsable(device.publicKey())) throw new Refused(Refusal.MALFORMED);
        return empty(execution.realm().entropy().bytes(Id.SIZE), Slot.Kind.DEVICE, authenticator.id(), device.publicKey());
    }

    /** The code must be the one offered: it proves that the page has it, and so could show it. */
    private Slot recovery(Enrolment.NewRecoverySlot recovery) throws Refused {
        try (SecretBytes returned = SecretBytes.copyOf(recovery.code().octets())) {
            if (pending.recoveryCode().size() == 0 || !pending.recoveryCode().equals(returned)) throw new Refused(Refusal.MALFORMED);
        }
        Bytes id = execution.realm().entropy().bytes(Id.SIZE);
        try (SecretBytes key = execution.slots().recoveryKey(recovery.code().octets(), id)) {
            return empty(id, Slot.Kind.RECOVERY, Slot.NOBODY, X25519.publicKey(key));
        }
    }

    private static Slot empty(Bytes id, Slot.Kind kind, Id authenticator, Bytes publicKey) {
        return new Slot(id, kind, 0, authenticator, publicKey, Bytes.EMPTY, Bytes.EMPTY);
    }

    /** The slot that the root alone opens: level 0 has one, and its owner was told so. */
    Slot operator(UserSecret secret) {
        return execution.slots().seal(empty(execution.realm().entropy().bytes(Id.SIZE), Slot.Kind.OPERATOR, Slot.NOBODY, Bytes.EMPTY), secret);
    }
}
