/**
 * What host and enclave say over their one byte stream (a Unix socket, later vsock). The host is untrusted: the enclave reads
 * these messages as hostile input. Start at {@link HostMessage} and {@link EnclaveMessage}.
 */
@NullMarked
package org.fastness.protocol.link;

import org.jspecify.annotations.NullMarked;
