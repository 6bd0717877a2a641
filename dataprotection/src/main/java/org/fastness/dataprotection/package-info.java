/**
 * Fields that only their own place can hold, and look-ups that only the key's holder can make.
 *
 * <p>Whoever keeps a personal datum seals it with {@link org.fastness.dataprotection.FieldCipher} before it comes near a row, and
 * finds it again through {@link org.fastness.dataprotection.BlindIndex}. The keys come from the enclave by way of the port
 * {@link org.fastness.dataprotection.DataKeySource}; nothing here makes, keeps or stores one. Start reading at
 * {@link org.fastness.dataprotection.FieldCipher}.
 */
@NullMarked
package org.fastness.dataprotection;

import org.jspecify.annotations.NullMarked;
