/** From nothing to serving: the phases of one enclave life, and what stands between them. Start at {@link org.fastness.enclave.boot.Life}. */
@NullMarked
package org.fastness.enclave.boot;

import org.jspecify.annotations.NullMarked;
