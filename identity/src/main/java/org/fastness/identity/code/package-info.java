/** Sign-in by a six-digit code sent to an e-mail address. Known and unknown addresses are treated alike. Start reading at {@link org.fastness.identity.code.RequestCode}. */
@NullMarked
package org.fastness.identity.code;

import org.jspecify.annotations.NullMarked;
