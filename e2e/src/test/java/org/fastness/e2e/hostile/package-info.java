/**
 * A host that lies, between the real Java client and the real enclave process: link messages, frames and the store are in the test's hands. Whatever it
 * does is refused or made to fail, the enclave process lives on, and an honest client works right after. Start at {@link org.fastness.e2e.hostile.HostileHost}.
 */
@NullMarked
package org.fastness.e2e.hostile;

import org.jspecify.annotations.NullMarked;
