/**
 * Starts the enclave as a sandboxed process, watches it, and looks at its walls from outside. Start at
 * {@link org.fastness.keyservice.process.EnclaveSupervisor}.
 */
@NullMarked
package org.fastness.keyservice.process;

import org.jspecify.annotations.NullMarked;
