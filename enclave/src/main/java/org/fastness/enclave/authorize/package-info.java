/** Who approved an operation: WebAuthn in the numbered steps of its standard, device keys, session keys. Nothing here opens a key; nothing elsewhere decides who may. Start at {@link org.fastness.enclave.authorize.Authorizer}. */
@NullMarked
package org.fastness.enclave.authorize;

import org.jspecify.annotations.NullMarked;
