package org.fastness.intent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.intent.bitcoin.BitcoinSpend;
import org.fastness.intent.evm.EvmAuthorization;
import org.fastness.intent.evm.EvmTransaction;
import org.fastness.intent.evm.PersonalMessage;
import org.fastness.intent.solana.SolanaText;
import org.fastness.intent.solana.SolanaTransaction;
import org.fastness.intent.typed.TypedData;
import org.fastness.protocol.message.DecodedIntent;

/** What a payload means: to a person ({@link #toDisplay}), to a policy ({@link #capabilities}, {@link #outflows}), and to a key ({@link #tasks}). */
public sealed interface Intent permits EvmTransaction, EvmAuthorization, PersonalMessage, TypedData, BitcoinSpend, SolanaTransaction, SolanaText {

    /** Stable name for programs, such as {@code evm-transaction}. */
    String kind();

    /** The network the payload itself names, as {@code Payload.network} spells it; empty if it binds none. */
    Optional<String> network();

    /** All of these must be on. */
    Set<Capability> capabilities();

    /** The most that leaves, asset by asset; an asset stands here at most once. */
    List<Outflow> outflows();

    /** Whether it does nothing but move shown amounts of native coin, or of one token by ERC-20 {@code transfer}: all that level 0 may. */
    boolean plainTransfer();

    /** What to sign with which key, in the order {@link #assemble} wants the signatures back. */
    List<SigningTask> tasks();

    /** Puts the signatures in their places; one a task, of the size its scheme says. */
    SignedPayload assemble(List<Bytes> signatures);

    /** Writes what a person must see. */
    void show(Display display);

    /** What the page shows. @param payload the octets this was decoded from */
    default DecodedIntent toDisplay(Bytes payload) {
        Display display = new Display();
        show(display);
        return display.finish(kind(), Digests.sha256(payload));
    }
}
