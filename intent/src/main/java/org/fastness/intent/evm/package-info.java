/**
 * Ethereum and its kin: unsigned transactions of types 0, 1, 2 and 4, EIP-7702 authorizations, EIP-191 messages. Start at
 * {@link org.fastness.intent.evm.EvmTransaction}; {@link org.fastness.intent.evm.Call} says what call data does.
 */
@NullMarked
package org.fastness.intent.evm;

import org.jspecify.annotations.NullMarked;
