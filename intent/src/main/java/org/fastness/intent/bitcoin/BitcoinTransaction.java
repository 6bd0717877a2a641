package org.fastness.intent.bitcoin;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;

/**
 * A Bitcoin transaction, with or without witnesses (BIP-144). Canonical form only: what is read is written back to the same octets.
 *
 * @param lockTime unsigned, 32 bits
 */
public record BitcoinTransaction(int version, List<Input> inputs, List<Output> outputs, long lockTime) {

    /** @param txid in the order of the octets on the wire, which is the reverse of how it is printed */
    public record Input(Bytes txid, long index, Bytes scriptSig, long sequence, List<Bytes> witness) {
        public Input {
            witness = List.copyOf(witness);
        }

        Bytes outpoint() {
            return Bytes.concat(txid, LittleEndian.u32(index));
        }

        Input withWitness(Bytes... stack) {
            return new Input(txid, index, scriptSig, sequence, List.of(stack));
        }
    }

    /** @param amount in satoshi, 0 to {@link #MAX_MONEY} */
    public record Output(long amount, Bytes script) {
        Bytes encode() {
            return Bytes.concat(LittleEndian.u64(amount), LittleEndian.string(script));
        }
    }

    /** All the coins there can be, in satoshi. */
    public static final long MAX_MONEY = 2_100_000_000_000_000L;

    public BitcoinTransaction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public static BitcoinTransaction decode(Bytes octets) throws Malformed {
        LittleEndian in = new LittleEndian(octets);
        int version = (int) in.u32();
        boolean witnesses = in.skipIf(0x00, 0x01); // BIP-144: marker and flag where a count of zero would stand
        List<Input> inputs = new ArrayList<>();
        for (int left = in.count(41); left > 0; left--) inputs.add(new Input(in.fixed(32), in.u32(), in.string(), in.u32(), List.of()));
        if (inputs.isEmpty()) throw new Malformed("transaction without inputs");
        List<Output> outputs = new ArrayList<>();
        for (int left = in.count(9); left > 0; left--) outputs.add(new Output(amount(in.u64()), in.string()));
        if (witnesses) readWitnesses(in, inputs);
        BitcoinTransaction transaction = new BitcoinTransaction(version, inputs, outputs, in.u32());
        in.end();
        return transaction;
    }

    private static void readWitnesses(LittleEndian in, List<Input> inputs) throws Malformed {
        boolean any = false;
        for (int i = 0; i < inputs.size(); i++) {
            List<Bytes> stack = new ArrayList<>();
            for (int left = in.count(1); left > 0; left--) stack.add(in.string());
            any |= !stack.isEmpty();
            inputs.set(i, inputs.get(i).withWitness(stack.toArray(Bytes[]::new)));
        }
        if (!any) throw new Malformed("witness flag without a witness");
    }

    static long amount(long satoshi) throws Malformed {
        if (satoshi < 0 || satoshi > MAX_MONEY) throw new Malformed("amount out of range");
        return satoshi;
    }

    /** With the witnesses where there are any. */
    public Bytes encode() {
        return inputs.stream().anyMatch(input -> !input.witness.isEmpty()) ? encode(true) : encode(false);
    }

    private Bytes encode(boolean witnesses) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(LittleEndian.u32(version & 0xffffffffL));
        if (witnesses) parts.add(Bytes.of((byte) 0, (byte) 1));
        parts.add(LittleEndian.size(inputs.size()));
        for (Input input : inputs) parts.add(Bytes.concat(input.outpoint(), LittleEndian.string(input.scriptSig), LittleEndian.u32(input.sequence)));
        parts.add(LittleEndian.size(outputs.size()));
        for (Output output : outputs) parts.add(output.encode());
        if (witnesses) for (Input input : inputs) encodeWitness(input, parts);
        parts.add(LittleEndian.u32(lockTime));
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    private static void encodeWitness(Input input, List<Bytes> parts) {
        parts.add(LittleEndian.size(input.witness.size()));
        for (Bytes item : input.witness) parts.add(LittleEndian.string(item));
    }

    /** Double SHA-256 without witnesses, in the order of the wire. */
    public Bytes txid() {
        return LittleEndian.hash(encode(false));
    }

    static Bytes reversed(Bytes octets) {
        byte[] out = new byte[octets.size()];
        for (int i = 0; i < out.length; i++) out[i] = (byte) octets.at(out.length - 1 - i);
        return Bytes.wrapUnsafe(out);
    }

    /** The form in which ids are printed. */
    public static String idText(Bytes txid) {
        return reversed(txid).hex();
    }

    /** Bitcoin's number and string forms. */
    static final class LittleEndian {
        private final Bytes in;
        private int at;

        LittleEndian(Bytes in) {
            this.in = in;
        }

        long u32() throws Malformed {
            return number(4);
        }

        long u64() throws Malformed {
            return number(8);
        }

        private long number(int octets) throws Malformed {
            Bytes raw = fixed(octets);
            long value = 0;
            for (int i = octets - 1; i >= 0; i--) value = value << 8 | raw.at(i);
            return value;
        }

        Bytes fixed(int size) throws Malformed {
            if (size < 0 || size > in.size() - at) throw new Malformed("transaction ends early");
            at += size;
            return in.slice(at - size, at);
        }

        boolean skipIf(int first, int second) {
            if (in.size() - at < 2 || in.at(at) != first || in.at(at + 1) != second) return false;
            at += 2;
            return true;
        }

        /** A count of things of at least {@code minSize} octets each, so that what follows bounds it. */
        int count(int minSize) throws Malformed {
            long count = compact();
            if (count < 0 || count > (in.size() - at) / minSize) throw new Malformed("transaction ends early");
            return (int) count;
        }

        Bytes string() throws Malformed {
            return fixed(count(1));
        }

        private long compact() throws Malformed {
            int first = fixed(1).at(0);
            if (first < 0xfd) return first;
            int octets = 1 << first - 0xfc;
            long value = number(octets);
            boolean canonical = switch (first) {
                case 0xfd -> value >= 0xfd;
                case 0xfe -> value > 0xffff;
                default -> value < 0 || value > 0xffffffffL;
            };
            if (!canonical) throw new Malformed("size not canonical");
            return value;
        }

        void end() throws Malformed {
            if (at != in.size()) throw new Malformed("trailing octets after the transaction");
        }

        static Bytes u32(long value) {
            return write(value, 4);
        }

        static Bytes u64(long value) {
            return write(value, 8);
        }

        private static Bytes write(long value, int octets) {
            byte[] out = new byte[octets];
            for (int i = 0; i < octets; i++) out[i] = (byte) (value >>> 8 * i);
            return Bytes.wrapUnsafe(out);
        }

        static Bytes size(int size) {
            if (size < 0xfd) return Bytes.of((byte) size);
            return size <= 0xffff ? Bytes.concat(Bytes.of((byte) 0xfd), write(size, 2)) : Bytes.concat(Bytes.of((byte) 0xfe), write(size, 4));
        }

        static Bytes string(Bytes octets) {
            return Bytes.concat(size(octets.size()), octets);
        }

        static Bytes hash(Bytes... parts) {
            return Digests.sha256(Digests.sha256(parts));
        }
    }
}
