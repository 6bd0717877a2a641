package org.fastness.intent.bitcoin;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.EcdsaDer;
import org.fastness.crypto.Hash160;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.address.Base58;
import org.fastness.crypto.address.BitcoinAddress;
import org.fastness.intent.bitcoin.BitcoinSpend.Network;

/** The output scripts that have an address, and data outputs; any other script is refused, because it cannot be shown. */
final class Script {
    private Script() {}

    /** Octets a data output may carry: the standardness rule of nodes for one push. */
    private static final int MAX_DATA = 80;

    static boolean isKeyHash(Bytes script) {
        return script.size() == 22 && starts(script, 0x00, 20);
    }

    static Bytes keyHash(Bytes script) {
        return script.slice(2, 22);
    }

    /** BIP-141 section P2WPKH. */
    static Bytes ofKeyHash(Bytes publicKey) {
        return Bytes.concat(Bytes.of((byte) 0x00, (byte) 20), Hash160.hash(publicKey));
    }

    /** BIP-86: the key alone, tweaked, no scripts. */
    static Bytes ofTaproot(Bytes publicKey) throws Malformed {
        Bytes internal = Secp256k1.xOnly(publicKey).x();
        return Bytes.concat(Bytes.of((byte) 0x51, (byte) 32), Secp256k1.taprootOutputKey(internal, Bytes.EMPTY).x());
    }

    /** The address, or the data of a data output. */
    static String describe(Network net, Bytes s) throws Malformed {
        int size = s.size();
        if (isKeyHash(s) || size == 34 && starts(s, 0x00, 32)) return new BitcoinAddress(net.addresses, 0, s.slice(2, size)).text();
        if (size == 34 && starts(s, 0x51, 32)) return new BitcoinAddress(net.addresses, 1, s.slice(2, size)).text();
        if (size == 25 && starts(s, 0x76, 0xa9, 20) && s.at(23) == 0x88 && s.at(24) == 0xac) return Base58.encodeChecked(Bytes.concat(Bytes.of((byte) net.keyHashVersion), s.slice(3, 23)));
        if (size == 23 && starts(s, 0xa9, 20) && s.at(22) == 0x87) return Base58.encodeChecked(Bytes.concat(Bytes.of((byte) net.scriptHashVersion), s.slice(2, 22)));
        if (size >= 2 && size <= MAX_DATA + 3 && s.at(0) == 0x6a) return data(s);
        throw new Malformed("output script without an address");
    }

    /** OP_RETURN and one push: of up to 75 octets, or by OP_PUSHDATA1. */
    private static String data(Bytes s) throws Malformed {
        int start = s.at(1) == 0x4c ? 3 : 2;
        boolean fits = start == 2 ? s.at(1) <= 75 && s.at(1) == s.size() - 2 : s.size() >= 3 && s.at(2) > 75 && s.at(2) == s.size() - 3;
        if (!fits) throw new Malformed("output script without an address");
        return "data " + s.slice(start, s.size()).hex();
    }

    /** {@link #describe} of a script that was described before. */
    static String text(Network net, Bytes script) {
        try {
            return describe(net, script);
        } catch (Malformed impossible) {
            throw new IllegalStateException("a decoded spend has only scripts that can be shown", impossible);
        }
    }

    private static boolean starts(Bytes script, int... octets) {
        for (int i = 0; i < octets.length; i++) if (i >= script.size() || script.at(i) != octets[i]) return false;
        return true;
    }

    /** BIP-66 strict DER of r and s, then SIGHASH_ALL. @param signature r, s and anything */
    static Bytes derWithAll(Bytes signature) {
        return Bytes.concat(EcdsaDer.encode(signature.slice(0, 64)), Bytes.of((byte) Sighash.ALL));
    }
}
