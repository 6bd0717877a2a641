/** The outbox page of development mode. Nothing in another package may use this one, so that a production image can leave it out. */
@NullMarked
package org.fastness.identity.development;

import org.jspecify.annotations.NullMarked;
