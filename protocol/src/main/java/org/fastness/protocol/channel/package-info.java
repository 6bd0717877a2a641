/** The end-to-end channel as the host sees it: handshake, frames, the clear routing header. Start at {@link Frame}. */
@NullMarked
package org.fastness.protocol.channel;

import org.jspecify.annotations.NullMarked;
