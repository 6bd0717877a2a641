/**
 * Bitcoin spends from P2WPKH (BIP-143) and P2TR key path (BIP-341) outputs. Start at {@link org.fastness.intent.bitcoin.BitcoinSpend},
 * which also says what form a spend arrives in.
 */
@NullMarked
package org.fastness.intent.bitcoin;

import org.jspecify.annotations.NullMarked;
