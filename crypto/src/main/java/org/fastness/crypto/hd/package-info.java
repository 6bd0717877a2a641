/**
 * From one seed to all keys: word lists (BIP-39), trees over secp256k1 (BIP-32) and Ed25519 (SLIP-10), and the paths of
 * BIP-44, 49, 84 and 86.
 *
 * <p>Secrets of every step stay in {@link org.fastness.crypto.SecretBytes}. Start reading at {@link org.fastness.crypto.hd.Bip39},
 * then {@link org.fastness.crypto.hd.ExtendedSecretKey}.
 */
@NullMarked
package org.fastness.crypto.hd;

import org.jspecify.annotations.NullMarked;
