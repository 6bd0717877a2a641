package org.fastness.intent.bitcoin;

import java.util.List;
import java.util.function.Function;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.intent.bitcoin.BitcoinTransaction.Input;
import org.fastness.intent.bitcoin.BitcoinTransaction.LittleEndian;
import org.fastness.intent.bitcoin.BitcoinTransaction.Output;

/** What an input's signature covers: always every input and every output. Other hash types are not signed. */
final class Sighash {
    private Sighash() {}

    /** SIGHASH_ALL. */
    static final int ALL = 1;

    private static final Bytes TAG = Digests.sha256(Bytes.ofUtf8("TapSighash"));

    /** BIP-143 section Specification, SIGHASH_ALL, for a P2WPKH output. @param keyHash the 20 octets of its script */
    static Bytes segwit(BitcoinTransaction tx, int index, Bytes keyHash, long amount) {
        Input input = tx.inputs().get(index);
        Bytes scriptCode = Bytes.concat(Bytes.fromHex("1976a914"), keyHash, Bytes.fromHex("88ac"));
        return LittleEndian.hash(
                LittleEndian.u32(tx.version() & 0xffffffffL),
                LittleEndian.hash(each(tx.inputs(), Input::outpoint)),
                LittleEndian.hash(each(tx.inputs(), i -> LittleEndian.u32(i.sequence()))),
                input.outpoint(), scriptCode, LittleEndian.u64(amount), LittleEndian.u32(input.sequence()),
                LittleEndian.hash(each(tx.outputs(), Output::encode)),
                LittleEndian.u32(tx.lockTime()), LittleEndian.u32(ALL));
    }

    /** BIP-341 section Common signature message, SIGHASH_DEFAULT, key path, no annex. @param spent the output each input spends */
    static Bytes taproot(BitcoinTransaction tx, int index, List<Output> spent) {
        Bytes message = Bytes.concat(
                Bytes.of((byte) 0, (byte) 0), // epoch, hash type
                LittleEndian.u32(tx.version() & 0xffffffffL), LittleEndian.u32(tx.lockTime()),
                Digests.sha256(each(tx.inputs(), Input::outpoint)),
                Digests.sha256(each(spent, o -> LittleEndian.u64(o.amount()))),
                Digests.sha256(each(spent, o -> LittleEndian.string(o.script()))),
                Digests.sha256(each(tx.inputs(), i -> LittleEndian.u32(i.sequence()))),
                Digests.sha256(each(tx.outputs(), Output::encode)),
                Bytes.of((byte) 0), // spend type
                LittleEndian.u32(index));
        return Digests.sha256(TAG, TAG, message);
    }

    private static <T> Bytes each(List<T> items, Function<T, Bytes> octets) {
        return Bytes.concat(items.stream().map(octets).toArray(Bytes[]::new));
    }
}
