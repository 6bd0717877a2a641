/**
 * The host half of the enclave: it relays frames it cannot read, keeps records it cannot open, and starts the process it cannot look
 * into. Nothing here is trusted with a secret; whatever it could do wrong, the enclave or the client must notice.
 *
 * <p>Start at {@link org.fastness.keyservice.EnclaveRelay}, step 3 of a request's life. {@code link} speaks to one enclave,
 * {@code process} starts and watches it, {@code records} makes its effects durable.
 */
@NullMarked
package org.fastness.keyservice;

import org.jspecify.annotations.NullMarked;
