/** The end of the end-to-end channel: handshake, frames, nonces, and what a channel holds while it lives. Everything here is bounded and expires. Start at {@link org.fastness.enclave.channel.FrameProcessor}. */
@NullMarked
package org.fastness.enclave.channel;

import org.jspecify.annotations.NullMarked;
