package org.fastness.enclave.keys;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.CommittingAead;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.Hkdf;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.address.BitcoinAddress;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.crypto.address.SolanaAddress;
import org.fastness.crypto.hd.Bip39;
import org.fastness.intent.KeyPath;
import org.fastness.protocol.message.AccountView;

/**
 * A seed made inside: BIP-39 entropy of 24 words, and the seed it gives, kept beside it because 2,048 rounds of PBKDF2 for each opening would be
 * most of a signature's cost. Lives shortly: derive, close.
 */
public final class UserKey implements AutoCloseable {
    private static final int MAGIC = 0xA3;
    private static final int VERSION = 1;
    private static final int ENTROPY = 32;
    private static final List<String> FIRST_PATHS = List.of("m/44'/60'/0'/0/0", "m/84'/0'/0'/0/0", "m/86'/0'/0'/0/0", "m/44'/501'/0'/0'");

    private final SecretBytes entropy;
    private final SecretBytes seed;

    private UserKey(SecretBytes entropy, SecretBytes seed) {
        this.entropy = entropy;
        this.seed = seed;
    }

    public static UserKey generate(Entropy source) {
        SecretBytes entropy = source.secret(ENTROPY);
        try (SecretBytes sentence = Bip39.toSentence(entropy)) {
            return new UserKey(entropy, Bip39.toSeed(sentence));
        }
    }

    /** The inner seal, under HKDF(user secret, key id): what goes into the key record, below its outer seal. */
    public Bytes seal(UserSecret secret, Scope scope, Id key, long recordVersion) {
        try (SecretBytes wrap = wrapKey(secret, key); SecretBytes plain = SecretBytes.concat(entropy, seed)) {
            Bytes sealed = CommittingAead.seal(wrap, Labels.USER_KEY_INNER_SEAL, aad(scope, key, recordVersion, secret.epoch()), plain);
            return new Writer().u8(MAGIC).u8(VERSION).fixed(sealed).toBytes();
        }
    }

    /** Opens the inner seal. */
    public static UserKey open(Bytes inner, UserSecret secret, Scope scope, Id key, long recordVersion) throws Refused {
        try (SecretBytes wrap = wrapKey(secret, key);
                SecretBytes plain = CommittingAead.open(wrap, Labels.USER_KEY_INNER_SEAL, aad(scope, key, recordVersion, secret.epoch()), sealed(inner))) {
            return new UserKey(plain.slice(0, ENTROPY), plain.slice(ENTROPY, plain.size()));
        } catch (AuthenticationFailed altered) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }

    private static Bytes sealed(Bytes inner) throws Refused {
        try {
            Reader in = Reader.of(inner);
            if (in.u8() != MAGIC || in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
            return in.fixed(in.left());
        } catch (Malformed broken) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }

    private static SecretBytes wrapKey(UserSecret secret, Id key) {
        return Hkdf.derive(secret.octets(), Bytes.EMPTY, Labels.USER_KEY_WRAP.bind(key.value()), 32);
    }

    private static Bytes aad(Scope scope, Id key, long recordVersion, long secretEpoch) {
        return scope.bind(key.value(), Scope.number(recordVersion), Scope.number(secretEpoch), Scope.number(RootKey.EPOCH));
    }

    /** The child key of the path; close it. */
    public ChildKey derive(KeyPath path) {
        return ChildKey.derive(seed, path);
    }

    /** The words, for an export alone; close them. */
    public SecretBytes sentenceUnsafe() {
        return Bip39.toSentence(entropy);
    }

    /** The first address of every chain. */
    public List<AccountView.Address> addresses() {
        return FIRST_PATHS.stream().map(this::address).toList();
    }

    private AccountView.Address address(String text) {
        try {
            KeyPath path = KeyPath.parse(text);
            try (ChildKey child = derive(path)) {
                Bytes key = child.publicKey();
                return switch (path.family()) {
                    case EVM -> new AccountView.Address("ethereum", text, EthereumAddress.of(key).text(), key);
                    case BITCOIN_P2WPKH, BITCOIN_TEST_P2WPKH -> new AccountView.Address("bitcoin-p2wpkh", text, BitcoinAddress.p2wpkh(BitcoinAddress.Network.MAINNET, key).text(), key);
                    case BITCOIN_P2TR, BITCOIN_TEST_P2TR -> new AccountView.Address("bitcoin-p2tr", text, BitcoinAddress.p2tr(BitcoinAddress.Network.MAINNET, Secp256k1.xOnly(key).x()).text(), key);
                    case SOLANA -> new AccountView.Address("solana", text, new SolanaAddress(key).text(), key);
                };
            }
        } catch (Refused | Malformed impossible) {
            throw new IllegalStateException("the first paths are ours", impossible);
        }
    }

    @Override
    public void close() {
        entropy.close();
        seed.close();
    }
}
