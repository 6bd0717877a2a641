/**
 * Secrets off the heap, and the primitives that use them.
 *
 * <p>Secret octets live in {@link org.fastness.crypto.SecretBytes} and reach the C libraries by address; who wants to read them in
 * Java must hold a {@link org.fastness.crypto.SecretAccess}, so a search for that one name finds every reader. Public octets are
 * {@link org.fastness.base.Bytes}. Nothing here reads a clock, a file of the host or the network. Start reading at
 * {@link org.fastness.crypto.SecretBytes}, then {@link org.fastness.crypto.Labels}.
 */
@NullMarked
package org.fastness.crypto;

import org.jspecify.annotations.NullMarked;
