package org.fastness.intent.solana;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.address.Base58;
import org.fastness.intent.Display;

/** What one instruction does, where the enclave knows the program and every octet; everything else is {@link Unknown}. */
public sealed interface Step {

    /** System program, Transfer. @param lamports unsigned */
    record Transfer(Bytes to, BigInteger lamports) implements Step {}

    /** Compute Budget, SetComputeUnitLimit. */
    record UnitLimit(long units) implements Step {}

    /** Compute Budget, SetComputeUnitPrice. @param microLamports a unit, unsigned */
    record UnitPrice(BigInteger microLamports) implements Step {}

    /** Memo program, with no account beside ours. */
    record Memo(String text) implements Step {}

    record Unknown(Bytes program, int dataSize) implements Step {}

    /** The System program's address: 32 zero octets. */
    Bytes SYSTEM = Bytes.of(new byte[32]);
    Bytes COMPUTE_BUDGET = program("ComputeBudget111111111111111111111111111111");
    Bytes MEMO = program("MemoSq4gqABAXKb96qnH8TysNcWxMyWqXgDLGmfcHr");

    /** The sender of a transfer must be the fee payer, account 0, and its recipient a static key. */
    static Step of(SolanaMessage message, SolanaMessage.Instruction instruction) {
        Bytes program = message.keys().get(instruction.program());
        Bytes data = instruction.data();
        Step unknown = new Unknown(program, data.size());
        if (program.equals(SYSTEM)) return transfer(message, instruction, unknown);
        if (program.equals(COMPUTE_BUDGET) && data.size() == 5 && data.at(0) == 2 && instruction.accounts().isEmpty()) return new UnitLimit(number(data, 1, 4).longValueExact());
        if (program.equals(COMPUTE_BUDGET) && data.size() == 9 && data.at(0) == 3 && instruction.accounts().isEmpty()) return new UnitPrice(number(data, 1, 8));
        if (program.equals(MEMO) && instruction.accounts().stream().allMatch(account -> account == 0)) return memo(data, unknown);
        return unknown;
    }

    private static Bytes program(String address) {
        try {
            return Base58.decode(address);
        } catch (Malformed impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Step transfer(SolanaMessage message, SolanaMessage.Instruction instruction, Step unknown) {
        Bytes data = instruction.data();
        if (data.size() != 12 || number(data, 0, 4).intValue() != 2 || instruction.accounts().size() != 2) return unknown;
        int to = instruction.accounts().get(1);
        if (instruction.accounts().get(0) != 0 || to >= message.keys().size()) return unknown;
        return new Transfer(message.keys().get(to), number(data, 4, 8));
    }

    private static Step memo(Bytes data, Step unknown) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data.toArray())).toString();
            return Display.isPlain(text) ? new Memo(text) : unknown;
        } catch (CharacterCodingException notText) {
            return unknown;
        }
    }

    private static BigInteger number(Bytes data, int from, int size) {
        ByteBuffer octets = ByteBuffer.wrap(data.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        return size == 4 ? BigInteger.valueOf(octets.getInt(from) & 0xffffffffL) : new BigInteger(Long.toUnsignedString(octets.getLong(from)));
    }
}
