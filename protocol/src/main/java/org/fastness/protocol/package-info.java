/**
 * Bounds and version numbers of every message. {@code channel} holds what travels beside the ciphertext, {@code message} what
 * client and enclave say inside it, {@code link} what host and enclave say over their one byte stream.
 */
@NullMarked
package org.fastness.protocol;

import org.jspecify.annotations.NullMarked;
