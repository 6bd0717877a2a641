/**
 * The Noise Protocol Framework, revision 34, over Curve25519: the channel between clients and the enclave.
 *
 * <p>Only the framework lives here: who talks to whom, what a payload means and how frames travel is decided elsewhere. A failed
 * handshake wipes itself and cannot be continued. Start reading at {@link org.fastness.noise.HandshakeState}; when it is complete it
 * becomes a {@link org.fastness.noise.Transport}.
 */
@NullMarked
package org.fastness.noise;

import org.jspecify.annotations.NullMarked;
