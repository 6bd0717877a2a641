/** The ports through which identity and other products meet: what others provide to it, and where its audit events go. Records and interfaces only; no SQL, no HTTP. */
@NullMarked
package org.fastness.identity.api;

import org.jspecify.annotations.NullMarked;
