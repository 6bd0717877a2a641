/** The enclave's durable state as rows of ciphertext. Start at {@link org.fastness.keyservice.records.SealedRecords}. */
@NullMarked
package org.fastness.keyservice.records;

import org.jspecify.annotations.NullMarked;
