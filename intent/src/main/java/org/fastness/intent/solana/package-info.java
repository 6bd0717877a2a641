/**
 * Solana: transaction messages (legacy and version 0) and off-chain text. Start at {@link org.fastness.intent.solana.SolanaTransaction}.
 */
@NullMarked
package org.fastness.intent.solana;

import org.jspecify.annotations.NullMarked;
