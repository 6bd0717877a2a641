/**
 * The Java client. Open a {@link org.fastness.client.SecureChannel} over a {@link org.fastness.client.Transport}, hand it to an
 * {@link org.fastness.client.AccountClient} with an {@link org.fastness.client.Approver}. Evidence of type {@code dev} is refused unless the evidence policy
 * says otherwise.
 */
@NullMarked
package org.fastness.client;

import org.jspecify.annotations.NullMarked;
