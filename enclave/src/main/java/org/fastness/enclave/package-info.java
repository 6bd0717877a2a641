/**
 * The enclave's two doors: {@link org.fastness.enclave.EnclaveCore} takes what the host says, {@link org.fastness.enclave.HostLink}
 * carries what the enclave answers; {@link org.fastness.enclave.Platform} is all it may ask of the machine below.
 */
@NullMarked
package org.fastness.enclave;

import org.jspecify.annotations.NullMarked;
