package org.fastness.protocol.message;

import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/**
 * What opens a slot: the secret octets a person's device contributes. They cross the enclave's heap as arrays that their reader wipes; no
 * {@code toString} prints them. The holder calls {@link #wipe()} when done.
 */
public sealed interface SlotMaterial {

    /** Octets of a recovery code. */
    int RECOVERY_CODE = 20;

    void wipe();

    /** PRF outputs under the slot's current and next salt, 32 octets each. Tag 1. */
    final class Prf implements SlotMaterial {
        private final Bytes slot;
        private final byte[] current;
        private final byte[] next;

        public Prf(Bytes slot, byte[] current, byte[] next) {
            if (slot.size() != 16 || current.length != 32 || next.length != 32) throw new IllegalArgumentException("slot 16, outputs 32 octets");
            this.slot = slot;
            this.current = current;
            this.next = next;
        }

        public Bytes slot() {
            return slot;
        }

        public byte[] current() {
            return current;
        }

        public byte[] next() {
            return next;
        }

        @Override
        public void wipe() {
            Arrays.fill(current, (byte) 0);
            Arrays.fill(next, (byte) 0);
        }

        @Override
        public String toString() {
            return "Prf[" + slot + "]";
        }
    }

    /** X25519 agreement of the device's non-extractable key with the slot's ephemeral public key, 32 octets. Tag 2. */
    final class Device implements SlotMaterial {
        private final Bytes slot;
        private final byte[] shared;

        public Device(Bytes slot, byte[] shared) {
            if (slot.size() != 16 || shared.length != 32) throw new IllegalArgumentException("slot 16, agreement 32 octets");
            this.slot = slot;
            this.shared = shared;
        }

        public Bytes slot() {
            return slot;
        }

        public byte[] shared() {
            return shared;
        }

        @Override
        public void wipe() {
            Arrays.fill(shared, (byte) 0);
        }

        @Override
        public String toString() {
            return "Device[" + slot + "]";
        }
    }

    /** The recovery code's 20 octets, without its checksum. Tag 3. */
    final class RecoveryCode implements SlotMaterial {
        private final byte[] code;

        public RecoveryCode(byte[] code) {
            if (code.length != RECOVERY_CODE) throw new IllegalArgumentException("a recovery code has 20 octets");
            this.code = code;
        }

        public byte[] code() {
            return code;
        }

        @Override
        public void wipe() {
            Arrays.fill(code, (byte) 0);
        }

        @Override
        public String toString() {
            return "RecoveryCode[]";
        }
    }

    /** The slot only the enclave opens; exists at level 0 alone, and only beside a valid authorization. Tag 4. */
    final class Operator implements SlotMaterial {
        @Override
        public void wipe() {}
    }

    default void write(Writer out) {
        switch (this) {
            case Prf p -> out.u8(1).fixed(p.slot).fixed(Bytes.of(p.current)).fixed(Bytes.of(p.next));
            case Device d -> out.u8(2).fixed(d.slot).fixed(Bytes.of(d.shared));
            case RecoveryCode r -> out.u8(3).fixed(Bytes.of(r.code));
            case Operator o -> out.u8(4);
        }
    }

    static SlotMaterial read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new Prf(in.fixed(16), in.takeFixed(32), in.takeFixed(32));
            case 2 -> new Device(in.fixed(16), in.takeFixed(32));
            case 3 -> new RecoveryCode(in.takeFixed(RECOVERY_CODE));
            case 4 -> new Operator();
            default -> throw new Malformed("unknown slot material");
        };
    }
}
