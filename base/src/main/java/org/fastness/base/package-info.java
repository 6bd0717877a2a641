/**
 * Octets, typed identifiers, refusals, and the bounded reader and writer of every binary format.
 *
 * <p>Everything may depend on this package; it depends on {@code java.base} alone. What is not needed by at least two modules
 * does not belong here. Start reading at {@link org.fastness.base.Bytes}.
 */
@NullMarked
package org.fastness.base;

import org.jspecify.annotations.NullMarked;
