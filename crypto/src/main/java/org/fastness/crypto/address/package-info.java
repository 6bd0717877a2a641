/**
 * The text forms of public keys: Ethereum (EIP-55), Bitcoin segwit (BIP-173, BIP-350), Solana (base 58).
 *
 * <p>Parsing is strict: one spelling per address, each bound stated. Nothing here touches a secret. Start reading at
 * {@link org.fastness.crypto.address.EthereumAddress}.
 */
@NullMarked
package org.fastness.crypto.address;

import org.jspecify.annotations.NullMarked;
