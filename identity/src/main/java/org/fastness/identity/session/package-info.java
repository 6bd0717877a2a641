/** Sessions: bearer tokens kept as hashes, with an idle and an absolute end. Start reading at {@link org.fastness.identity.session.Sessions}. */
@NullMarked
package org.fastness.identity.session;

import org.jspecify.annotations.NullMarked;
