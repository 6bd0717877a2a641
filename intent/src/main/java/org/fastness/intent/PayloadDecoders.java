package org.fastness.intent;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.intent.bitcoin.BitcoinSpend;
import org.fastness.intent.evm.EvmAuthorization;
import org.fastness.intent.evm.EvmTransaction;
import org.fastness.intent.evm.PersonalMessage;
import org.fastness.intent.solana.SolanaText;
import org.fastness.intent.solana.SolanaTransaction;
import org.fastness.intent.typed.TypedData;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;

/** The decoders by the kind a payload claims. Immutable; may be shared between threads. */
public final class PayloadDecoders {
    private final Map<PayloadKind, PayloadDecoder> decoders;

    public PayloadDecoders(Map<PayloadKind, PayloadDecoder> decoders) {
        this.decoders = new EnumMap<>(decoders);
    }

    /** Every kind the protocol names. */
    public static PayloadDecoders standard() {
        return new PayloadDecoders(Map.of(
                PayloadKind.EVM_TRANSACTION, EvmTransaction::decode,
                PayloadKind.EVM_AUTHORIZATION, EvmAuthorization::decode,
                PayloadKind.EVM_MESSAGE, PersonalMessage::decode,
                PayloadKind.EVM_TYPED_DATA, TypedData::decode,
                PayloadKind.BITCOIN_SPEND, BitcoinSpend::decode,
                PayloadKind.SOLANA_TRANSACTION, SolanaTransaction::decode,
                PayloadKind.SOLANA_MESSAGE, SolanaText::decode));
    }

    /**
     * The payload's meaning. Refuses with {@code UNDECODABLE} what is not understood to the last octet, {@code WRONG_NETWORK} if page
     * and payload name different networks, {@code NO_SUCH_KEY} if the path belongs to another chain.
     */
    public Intent decode(Payload payload, PublicKeys keys) throws Refused {
        PayloadDecoder decoder = decoders.get(payload.kind());
        if (decoder == null || payload.octets().size() > Bounds.PAYLOAD) throw new Refused(Refusal.UNDECODABLE);
        KeyPath path = KeyPath.parse(payload.path());
        try {
            Intent intent = decoder.decode(payload.octets(), payload.network(), path, keys);
            requireSameNetwork(payload.network(), intent);
            return intent;
        } catch (Malformed notUnderstood) {
            throw new Refused(Refusal.UNDECODABLE);
        }
    }

    /** Typed data may come without a name on the page, since the page then shows the chain that the data names. */
    private static void requireSameNetwork(String named, Intent intent) throws Refused {
        Optional<String> own = intent.network();
        if (intent instanceof TypedData && named.isEmpty()) return;
        if (!named.equals(own.orElse(""))) throw new Refused(Refusal.WRONG_NETWORK);
    }

    /** A signer for the path, with its public key. */
    public static Signer signer(KeyPath path, KeyPath.Family family, PublicKeys keys) throws Refused {
        return Signer.of(path.require(family), keys);
    }
}
