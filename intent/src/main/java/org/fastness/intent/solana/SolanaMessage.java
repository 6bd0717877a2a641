package org.fastness.intent.solana;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;

/**
 * A transaction message as it stands on the wire, legacy or version 0, nothing interpreted.
 *
 * @param keys static account keys, 32 octets each, fee payer first
 * @param loaded accounts that address look-up tables add; their keys are not in the message
 */
public record SolanaMessage(boolean versioned, int signers, int readOnlySigners, int readOnlyOthers, List<Bytes> keys, Bytes blockhash,
        List<Instruction> instructions, int loaded) {

    /** @param program index of a static key; @param accounts indices into static and loaded accounts */
    public record Instruction(int program, List<Integer> accounts, Bytes data) {
        public Instruction {
            accounts = List.copyOf(accounts);
        }
    }

    /** A packet of 1,232 octets (IPv6 minimum MTU less headers) less one signature and its count. */
    public static final int MAX_SIZE = 1232 - 65;
    /** Instructions of one message; each is a line or two on the page. */
    public static final int MAX_INSTRUCTIONS = 64;

    public SolanaMessage {
        keys = List.copyOf(keys);
        instructions = List.copyOf(instructions);
    }

    public static SolanaMessage decode(Bytes octets) throws Malformed {
        if (octets.size() > MAX_SIZE) throw new Malformed("message larger than a packet");
        Reader in = Reader.of(octets);
        int first = in.u8();
        boolean versioned = first >= 0x80;
        if (versioned && first != 0x80) throw new Malformed("unknown message version");
        int signers = versioned ? in.u8() : first;
        int readOnlySigners = in.u8();
        int readOnlyOthers = in.u8();
        List<Bytes> keys = new ArrayList<>();
        for (int left = size(in); left > 0; left--) keys.add(in.fixed(32));
        Bytes blockhash = in.fixed(32);
        List<Instruction> instructions = new ArrayList<>();
        int count = size(in);
        if (count > MAX_INSTRUCTIONS) throw new Malformed("too many instructions to be shown");
        for (int left = count; left > 0; left--) instructions.add(instruction(in));
        int loaded = versioned ? lookUps(in) : 0;
        in.end();
        SolanaMessage message = new SolanaMessage(versioned, signers, readOnlySigners, readOnlyOthers, keys, blockhash, instructions, loaded);
        message.requireConsistent();
        return message;
    }

    private static Instruction instruction(Reader in) throws Malformed {
        int program = in.u8();
        List<Integer> accounts = new ArrayList<>();
        for (int left = size(in); left > 0; left--) accounts.add(in.u8());
        return new Instruction(program, accounts, in.fixed(size(in)));
    }

    /** Skips the tables and counts what they load. */
    private static int lookUps(Reader in) throws Malformed {
        int loaded = 0;
        for (int left = size(in); left > 0; left--) {
            in.fixed(32);
            int writable = size(in);
            in.fixed(writable);
            int readOnly = size(in);
            in.fixed(readOnly);
            loaded += writable + readOnly;
        }
        return loaded;
    }

    /** The "compact-u16" of the wire format: seven bits an octet, low ones first, no needless octets. */
    private static int size(Reader in) throws Malformed {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int octet = in.u8();
            if (octet == 0 && i > 0) throw new Malformed("size not canonical");
            value |= (octet & 0x7f) << 7 * i;
            if (octet < 0x80) {
                if (value > 0xffff) break;
                return value;
            }
        }
        throw new Malformed("size out of range");
    }

    private void requireConsistent() throws Malformed {
        int all = keys.size() + loaded;
        if (signers < 1 || signers > keys.size() || readOnlySigners >= signers || readOnlyOthers > keys.size() - signers || all > 256) throw new Malformed("message header");
        if (new HashSet<>(keys).size() != keys.size()) throw new Malformed("account key twice");
        for (Instruction instruction : instructions) {
            if (instruction.program < 1 || instruction.program >= keys.size()) throw new Malformed("program index");
            for (int account : instruction.accounts) if (account >= all) throw new Malformed("account index");
        }
    }
}
