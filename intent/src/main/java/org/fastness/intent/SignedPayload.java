package org.fastness.intent;

import org.fastness.base.Bytes;

/**
 * An intent after signing, in the words of {@code Result.Signed}.
 *
 * @param signature EVM: r, s, v (65 octets, v 27 or 28); Bitcoin: empty; Solana: 64 octets
 * @param transaction ready to broadcast; empty for a message
 * @param hash transaction hash or id in its chain's own order, or the digest that was signed; 32 octets
 */
public record SignedPayload(Bytes signature, Bytes transaction, Bytes hash) {}
