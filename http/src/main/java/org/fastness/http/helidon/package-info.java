/**
 * The listener on Helidon SE's web server: the only package that names Helidon. Whoever replaces the server replaces this package
 * and runs the same contract test.
 */
@NullMarked
package org.fastness.http.helidon;

import org.jspecify.annotations.NullMarked;
