/**
 * What a person is asked to sign, as a type: {@link org.fastness.intent.Intent} is the door out, {@link org.fastness.intent.PayloadDecoders}
 * the door in. One package below for each family of formats.
 *
 * <p>No key ever comes here: public keys arrive through {@link org.fastness.intent.PublicKeys}, finished signatures through
 * {@link org.fastness.intent.Intent#assemble}. Whatever a decoder does not understand to the last octet, it refuses.
 */
@NullMarked
package org.fastness.intent;

import org.jspecify.annotations.NullMarked;
