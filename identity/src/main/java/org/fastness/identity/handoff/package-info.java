/** The one-time word that carries a fresh sign-in from the app's origin to the wallet's. Start reading at {@link org.fastness.identity.handoff.Handoffs}. */
@NullMarked
package org.fastness.identity.handoff;

import org.jspecify.annotations.NullMarked;
