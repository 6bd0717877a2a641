package org.fastness.protocol.message;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * A new authenticator and the slots that come with it, as an {@link Operation} carries them, all of it under the signature.
 *
 * @param name what a person calls the device, 1 to 64 octets
 */
public record Enrolment(String name, NewAuthenticator authenticator, List<NewSlot> slots) {
    public Enrolment {
        slots = List.copyOf(slots);
    }

    /** How the new authenticator proves itself. */
    public sealed interface NewAuthenticator {}

    /** Result of {@code navigator.credentials.create} whose challenge is the enrolment challenge. Tag 1. */
    public record NewPasskey(Bytes attestationObject, Bytes clientDataJson) implements NewAuthenticator {}

    /** P-256 public key, uncompressed, 65 octets. Tag 2. */
    public record NewDeviceKey(Bytes publicKey) implements NewAuthenticator {}

    /** A way to open the user secret. */
    public sealed interface NewSlot {}

    /** PRF output under the slot's first salt (32 octets), from the second ceremony. Tag 1. */
    public record NewPrfSlot(Bytes slot, Hidden output) implements NewSlot {}

    /** X25519 public key of the device (32 octets), whose private key cannot leave it. Tag 2. */
    public record NewDeviceSlot(Bytes publicKey) implements NewSlot {}

    /** The recovery code that the enclave offered, sent back as proof that it arrived (20 octets). Tag 3. */
    public record NewRecoverySlot(Hidden code) implements NewSlot {}

    /** Secret octets that print nothing and compare by identity. */
    public static final class Hidden {
        private final byte[] octets;

        public Hidden(byte[] octets) {
            this.octets = octets;
        }

        /** The octets themselves, not a copy. */
        public byte[] octets() {
            return octets;
        }

        public void wipe() {
            Arrays.fill(octets, (byte) 0);
        }

        @Override
        public String toString() {
            return "Hidden[" + octets.length + "]";
        }
    }

    /** Zeroes the secrets of all new slots. */
    public void wipe() {
        for (NewSlot slot : slots) {
            switch (slot) {
                case NewPrfSlot prf -> prf.output.wipe();
                case NewRecoverySlot recovery -> recovery.code.wipe();
                case NewDeviceSlot device -> {} // only a public key
            }
        }
    }

    /** The recovery slot among the new ones. */
    public Optional<NewRecoverySlot> recovery() {
        return slots.stream().filter(NewRecoverySlot.class::isInstance).map(NewRecoverySlot.class::cast).findFirst();
    }

    /** Order: name, authenticator, slots. */
    void write(Writer out) {
        out.text(name);
        switch (authenticator) {
            case NewPasskey p -> out.u8(1).bytes(p.attestationObject).bytes(p.clientDataJson);
            case NewDeviceKey d -> out.u8(2).fixed(d.publicKey);
        }
        out.list(slots, (w, slot) -> {
            switch (slot) {
                case NewPrfSlot p -> w.u8(1).fixed(p.slot).fixed(Bytes.of(p.output.octets()));
                case NewDeviceSlot d -> w.u8(2).fixed(d.publicKey);
                case NewRecoverySlot r -> w.u8(3).fixed(Bytes.of(r.code.octets()));
            }
        });
    }

    static Enrolment read(Reader in) throws Malformed {
        String name = in.text(Bounds.LABEL);
        if (name.isEmpty()) throw new Malformed("a device needs a name");
        NewAuthenticator authenticator = switch (in.u8()) {
            case 1 -> new NewPasskey(in.bytes(Bounds.WEBAUTHN), in.bytes(Bounds.WEBAUTHN));
            case 2 -> new NewDeviceKey(in.fixed(65));
            default -> throw new Malformed("unknown authenticator");
        };
        return new Enrolment(name, authenticator, in.list(3, Enrolment::readSlot));
    }

    private static NewSlot readSlot(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new NewPrfSlot(in.fixed(16), new Hidden(in.takeFixed(32)));
            case 2 -> new NewDeviceSlot(in.fixed(32));
            case 3 -> new NewRecoverySlot(new Hidden(in.takeFixed(SlotMaterial.RECOVERY_CODE)));
            default -> throw new Malformed("unknown slot");
        };
    }
}
