/**
 * A class per use case, each a verb. It reads what is, drafts what shall be, and says what the owner gets; nothing here releases anything. What they
 * share stands in {@link org.fastness.enclave.operation.Execution}; who may is decided before they run.
 */
@NullMarked
package org.fastness.enclave.operation;

import org.jspecify.annotations.NullMarked;
