/** The pages in a real browser. The steps themselves are JavaScript, in {@code e2e/js/pages}: a browser is driven from there. */
@NullMarked
package org.fastness.e2e.pages;

import org.jspecify.annotations.NullMarked;
