package org.fastness.crypto.address;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Hash160;
import org.fastness.crypto.Secp256k1;

/**
 * A segregated-witness address (BIP-141, BIP-173, BIP-350).
 *
 * @param witnessVersion 0 to 16
 * @param program 2 to 40 octets; 20 or 32 for version 0
 */
public record BitcoinAddress(Network network, int witnessVersion, Bytes program) {

    /** Which chain, by the prefix of its addresses. */
    public enum Network {
        MAINNET("bc"), TESTNET("tb"), REGTEST("bcrt");

        final String prefix;

        Network(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final int OP_1 = 0x51;

    public BitcoinAddress {
        if (witnessVersion < 0 || witnessVersion > 16) throw new IllegalArgumentException("a witness version is 0 to 16");
        if (program.size() < 2 || program.size() > 40) throw new IllegalArgumentException("a witness program has 2 to 40 octets");
        if (witnessVersion == 0 && program.size() != 20 && program.size() != 32) throw new IllegalArgumentException("a version 0 program has 20 or 32 octets");
    }

    /** Pay to the hash of a compressed public key. */
    public static BitcoinAddress p2wpkh(Network network, Bytes publicKey) {
        if (publicKey.size() != Secp256k1.PUBLIC_SIZE) throw new IllegalArgumentException("only compressed keys have witness addresses");
        return new BitcoinAddress(network, 0, Hash160.hash(publicKey));
    }

    /** Pay to Taproot by key alone: the x-only internal key is tweaked without a script tree (BIP-86). */
    public static BitcoinAddress p2tr(Network network, Bytes internalXOnly) throws Malformed {
        return new BitcoinAddress(network, 1, Secp256k1.taprootOutputKey(internalXOnly, Bytes.EMPTY).x());
    }

    /** Reads the address of the network and no other. */
    public static BitcoinAddress parse(Network network, String text) throws Malformed {
        Bech32.Decoded decoded = Bech32.decode(text);
        if (!decoded.prefix().equals(network.prefix)) throw new Malformed("an address of another network");
        if (decoded.digits().isEmpty()) throw new Malformed("no witness version");
        int version = decoded.digits().at(0);
        Bech32.Variant wanted = version == 0 ? Bech32.Variant.BECH32 : Bech32.Variant.BECH32M;
        if (version > 16 || decoded.variant() != wanted) throw new Malformed("witness version and checksum do not fit");
        Bytes program = Bech32.toOctets(decoded.digits().slice(1, decoded.digits().size()));
        if (program.size() < 2 || program.size() > 40 || version == 0 && program.size() != 20 && program.size() != 32) throw new Malformed("a witness program of wrong length");
        return new BitcoinAddress(network, version, program);
    }

    public String text() {
        Bech32.Variant variant = witnessVersion == 0 ? Bech32.Variant.BECH32 : Bech32.Variant.BECH32M;
        return Bech32.encode(network.prefix, Bytes.concat(Bytes.of((byte) witnessVersion), Bech32.toDigits(program)), variant);
    }

    /** The output script that pays to this address. */
    public Bytes scriptPubKey() {
        int opcode = witnessVersion == 0 ? 0 : OP_1 + witnessVersion - 1;
        return Bytes.concat(Bytes.of((byte) opcode, (byte) program.size()), program);
    }

    @Override
    public String toString() {
        return text();
    }
}
