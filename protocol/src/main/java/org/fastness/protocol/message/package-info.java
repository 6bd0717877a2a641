/**
 * What client and enclave say inside the channel. {@link Request} and {@link Response} are the two doors; {@link Operation} is
 * everything that needs an authorization, and its octets are what the authenticator signs ({@link Context#challenge}).
 */
@NullMarked
package org.fastness.protocol.message;

import org.jspecify.annotations.NullMarked;
