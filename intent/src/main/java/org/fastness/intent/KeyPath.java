package org.fastness.intent;

import org.fastness.base.Refusal;
import org.fastness.base.Refused;

/**
 * A derivation path of one of the families this enclave signs for. The purpose and the coin say what a key may sign, so that a
 * signature for one chain can never be carried to another.
 *
 * @param account hardened index; {@code change} and {@code index} are the levels after it (BIP-44 section Path levels)
 */
public record KeyPath(Family family, int account, int change, int index) {

    /** Which kind of payload keys on the path sign (SLIP-44 coin types). */
    public enum Family {
        /** {@code m/44'/60'/a'/c/i}. */
        EVM("m/44'/60'/", SignatureScheme.SECP256K1_ECDSA),
        /** {@code m/84'/0'/a'/c/i}. */
        BITCOIN_P2WPKH("m/84'/0'/", SignatureScheme.SECP256K1_ECDSA),
        /** {@code m/86'/0'/a'/c/i}. */
        BITCOIN_P2TR("m/86'/0'/", SignatureScheme.SECP256K1_SCHNORR),
        /** {@code m/84'/1'/a'/c/i}: every test network. */
        BITCOIN_TEST_P2WPKH("m/84'/1'/", SignatureScheme.SECP256K1_ECDSA),
        /** {@code m/86'/1'/a'/c/i}: every test network. */
        BITCOIN_TEST_P2TR("m/86'/1'/", SignatureScheme.SECP256K1_SCHNORR),
        /** {@code m/44'/501'/a'/c'}, all levels hardened. */
        SOLANA("m/44'/501'/", SignatureScheme.ED25519);

        private final String prefix;
        private final SignatureScheme scheme;

        Family(String prefix, SignatureScheme scheme) {
            this.prefix = prefix;
            this.scheme = scheme;
        }

        public SignatureScheme scheme() {
            return scheme;
        }
    }

    /** Largest index of any level; far beyond use, and it keeps every path short. */
    public static final int MAX_INDEX = 1_000_000;

    /** Reads the text form; a path of no family, of another shape or past {@link #MAX_INDEX} names no key of ours. */
    public static KeyPath parse(String text) throws Refused {
        for (Family family : Family.values()) {
            if (text.startsWith(family.prefix)) return parse(family, text.substring(family.prefix.length()).split("/", -1));
        }
        throw new Refused(Refusal.NO_SUCH_KEY);
    }

    private static KeyPath parse(Family family, String[] levels) throws Refused {
        if (family == Family.SOLANA) {
            if (levels.length != 2) throw new Refused(Refusal.NO_SUCH_KEY);
            return new KeyPath(family, hardened(levels[0]), hardened(levels[1]), 0);
        }
        if (levels.length != 3) throw new Refused(Refusal.NO_SUCH_KEY);
        int change = number(levels[1]);
        if (change > 1) throw new Refused(Refusal.NO_SUCH_KEY);
        return new KeyPath(family, hardened(levels[0]), change, number(levels[2]));
    }

    private static int hardened(String level) throws Refused {
        if (!level.endsWith("'")) throw new Refused(Refusal.NO_SUCH_KEY);
        return number(level.substring(0, level.length() - 1));
    }

    private static int number(String digits) throws Refused {
        if (!digits.matches("0|[1-9][0-9]{0,6}") || Integer.parseInt(digits) > MAX_INDEX) throw new Refused(Refusal.NO_SUCH_KEY);
        return Integer.parseInt(digits);
    }

    /** Refuses a path of another family: a key signs for its own chain alone. */
    public KeyPath require(Family wanted) throws Refused {
        if (family != wanted) throw new Refused(Refusal.NO_SUCH_KEY);
        return this;
    }

    /** The text form that {@link #parse} reads. */
    @Override
    public String toString() {
        String start = family.prefix + account + "'/" + change;
        return family == Family.SOLANA ? start + "'" : start + "/" + index;
    }
}
