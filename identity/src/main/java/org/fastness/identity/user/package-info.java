/** Users: an id, a tenant, and an e-mail address under field encryption that only its look-up can find. Start reading at {@link org.fastness.identity.user.Users}. */
@NullMarked
package org.fastness.identity.user;

import org.jspecify.annotations.NullMarked;
