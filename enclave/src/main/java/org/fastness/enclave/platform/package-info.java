/**
 * The process platform: the enclave as a JVM of its own, started by the host inside a sandbox and reached over one Unix socket.
 *
 * <p>{@link org.fastness.enclave.platform.EnclaveMain} connects, gives up every right it does not need, and serves. Everything here
 * stands between {@link org.fastness.enclave.EnclaveCore} and the kernel; nothing here knows a key or a message's meaning. Another
 * platform (Nitro, a confidential virtual machine) is a package beside this one.
 */
@NullMarked
package org.fastness.enclave.platform;

import org.jspecify.annotations.NullMarked;
