/**
 * A strict, bounded decoder for the part of CBOR (RFC 8949) that WebAuthn, COSE and attestation documents use. Start at
 * {@link org.fastness.base.cbor.Cbor}. There is no encoder: nothing of ours is written in CBOR.
 */
@NullMarked
package org.fastness.base.cbor;

import org.jspecify.annotations.NullMarked;
