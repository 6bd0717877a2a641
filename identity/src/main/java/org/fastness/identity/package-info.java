/**
 * Who calls: users known by an e-mail address nobody can read here, sign-in by mailed code or by the enclave's word, sessions.
 *
 * <p>Packages go by feature: {@code code}, {@code handoff}, {@code login}, {@code session}, {@code user}, {@code mail},
 * {@code limit}; what other products may use stands in {@code api}. No secret, address or token leaves this module in a log, an
 * exception or an audit event. Start reading at {@link org.fastness.identity.Identity}.
 */
@NullMarked
package org.fastness.identity;

import org.jspecify.annotations.NullMarked;
