package org.fastness.intent.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.crypto.address.EthereumAddress;

/**
 * What the call data of a transaction does, where the enclave knows the method and the data is its canonical ABI encoding to the last
 * octet. Everything else is {@link Unknown}.
 */
public sealed interface Call {

    /** No data: only the coin moves. */
    record NativeTransfer() implements Call {}

    /** ERC-20 {@code transfer(address,uint256)}. */
    record TokenTransfer(EthereumAddress to, BigInteger amount) implements Call {}

    /** {@code transferFrom} of ERC-20 or ERC-721, {@code safeTransferFrom} of ERC-721: the number is an amount or a token id. */
    record TransferFrom(EthereumAddress from, EthereumAddress to, BigInteger amountOrId) implements Call {}

    /** ERC-1155 {@code safeTransferFrom}. */
    record MultiTransfer(EthereumAddress from, EthereumAddress to, BigInteger id, BigInteger amount) implements Call {}

    /** ERC-20 or ERC-721 {@code approve}, {@code increaseAllowance}: the number is an amount or a token id. */
    record Approve(EthereumAddress spender, BigInteger amountOrId) implements Call {}

    /** Permit2 {@code approve(address,address,uint160,uint48)}. */
    record Permit2Approve(EthereumAddress token, EthereumAddress spender, BigInteger amount) implements Call {}

    /** ERC-721 or ERC-1155 {@code setApprovalForAll}. */
    record ApproveAll(EthereumAddress operator, boolean approved) implements Call {}

    /** A new contract. */
    record Creation(int codeSize) implements Call {}

    /** @param selector first four octets, or fewer if there are fewer */
    record Unknown(Bytes selector) implements Call {}

    static Call decode(Bytes data) {
        if (data.isEmpty()) return new NativeTransfer();
        if (data.size() < 4 || (data.size() - 4) % 32 != 0) return unknown(data);
        List<Bytes> words = new ArrayList<>();
        for (int at = 4; at < data.size(); at += 32) words.add(data.slice(at, at + 32));
        for (Method method : Method.values()) {
            if (!method.selector.equals(data.slice(0, 4).hex())) continue;
            boolean fits = method.trailingBytes ? areWithBytes(words, method.words) : are(words, method.words);
            if (fits) return call(method, words);
        }
        return unknown(data);
    }

    private static Call call(Method method, List<Bytes> words) {
        return switch (method) {
            case TRANSFER -> new TokenTransfer(address(words, 0), number(words, 1));
            case TRANSFER_FROM, SAFE_TRANSFER_FROM, SAFE_TRANSFER_FROM_BYTES -> new TransferFrom(address(words, 0), address(words, 1), number(words, 2));
            case MULTI_SAFE_TRANSFER_FROM -> new MultiTransfer(address(words, 0), address(words, 1), number(words, 2), number(words, 3));
            case APPROVE, INCREASE_ALLOWANCE -> new Approve(address(words, 0), number(words, 1));
            case PERMIT2_APPROVE -> new Permit2Approve(address(words, 0), address(words, 1), number(words, 2));
            case SET_APPROVAL_FOR_ALL -> new ApproveAll(address(words, 0), number(words, 1).signum() != 0);
        };
    }

    /** Known methods: selector, then a letter a word ({@link #are}), then whether one {@code bytes} argument follows. */
    enum Method {
        TRANSFER("a9059cbb", "an", false),
        TRANSFER_FROM("23b872dd", "aan", false),
        SAFE_TRANSFER_FROM("42842e0e", "aan", false),
        SAFE_TRANSFER_FROM_BYTES("b88d4fde", "aan", true),
        MULTI_SAFE_TRANSFER_FROM("f242432a", "aann", true),
        APPROVE("095ea7b3", "an", false),
        INCREASE_ALLOWANCE("39509351", "an", false),
        PERMIT2_APPROVE("87517c45", "aapt", false),
        SET_APPROVAL_FOR_ALL("a22cb465", "ab", false);

        private final String selector;
        private final String words;
        private final boolean trailingBytes;

        Method(String selector, String words, boolean trailingBytes) {
            this.selector = selector;
            this.words = words;
            this.trailingBytes = trailingBytes;
        }
    }

    private static Call unknown(Bytes data) {
        return new Unknown(data.slice(0, Math.min(4, data.size())));
    }

    private static EthereumAddress address(List<Bytes> words, int at) {
        return new EthereumAddress(words.get(at).slice(12, 32));
    }

    /** Whether the upper twelve octets are zero. */
    private static boolean isAddress(Bytes word) {
        return word.slice(0, 12).equals(Bytes.of(new byte[12]));
    }

    private static BigInteger number(List<Bytes> words, int at) {
        return new BigInteger(1, words.get(at).toArray());
    }

    /** Whether the words are exactly of these kinds: address, number, boolean, 160-bit number (p), 48-bit time. */
    private static boolean are(List<Bytes> words, String kinds) {
        if (words.size() != kinds.length()) return false;
        for (int i = 0; i < words.size(); i++) {
            boolean fits = switch (kinds.charAt(i)) {
                case 'a' -> isAddress(words.get(i));
                case 'b' -> number(words, i).bitLength() <= 1;
                case 'p' -> number(words, i).bitLength() <= 160;
                case 't' -> number(words, i).bitLength() <= 48;
                default -> true;
            };
            if (!fits) return false;
        }
        return true;
    }

    /** Like {@link #are}, then one {@code bytes} argument in canonical form: its offset, its length, its octets padded with zeros. */
    private static boolean areWithBytes(List<Bytes> words, String kinds) {
        int fixed = kinds.length();
        if (words.size() < fixed + 2 || !are(words.subList(0, fixed), kinds)) return false;
        BigInteger offset = number(words, fixed);
        BigInteger length = number(words, fixed + 1);
        int tail = words.size() - fixed - 2;
        if (!offset.equals(BigInteger.valueOf(32L * (fixed + 1))) || length.bitLength() > 24) return false;
        int size = length.intValueExact();
        if ((size + 31) / 32 != tail) return false;
        Bytes octets = Bytes.concat(words.subList(fixed + 2, words.size()).toArray(Bytes[]::new));
        for (int i = size; i < octets.size(); i++) if (octets.at(i) != 0) return false;
        return true;
    }
}
