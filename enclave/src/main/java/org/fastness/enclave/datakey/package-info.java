/** Keys that the host's data protection leases: derived, handed over, not kept. */
@NullMarked
package org.fastness.enclave.datakey;

import org.jspecify.annotations.NullMarked;
