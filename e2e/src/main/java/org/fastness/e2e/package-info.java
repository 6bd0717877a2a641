/** Whole flows. {@code fixture} holds the real parts; the tests say what must be true of them together. */
@NullMarked
package org.fastness.e2e;

import org.jspecify.annotations.NullMarked;
