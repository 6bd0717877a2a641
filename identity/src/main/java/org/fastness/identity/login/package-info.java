/** Sign-in by the enclave's signed statement that a passkey of an account was just used. Start reading at {@link org.fastness.identity.login.SignIn}. */
@NullMarked
package org.fastness.identity.login;

import org.jspecify.annotations.NullMarked;
