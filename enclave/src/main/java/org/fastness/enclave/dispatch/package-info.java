/** Step 5: from a decoded request to the one class that does it. {@link org.fastness.enclave.dispatch.Dispatcher} is the enclave's whole API on one page. */
@NullMarked
package org.fastness.enclave.dispatch;

import org.jspecify.annotations.NullMarked;
