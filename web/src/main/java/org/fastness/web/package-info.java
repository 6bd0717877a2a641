/**
 * The built pages as resources: two static bundles, one an origin. TypeScript under {@code src/main/ts} is the source; the Maven build bundles it
 * with {@code src/build/Bundle.java}. No page logic lives in Java.
 */
@NullMarked
package org.fastness.web;

import org.jspecify.annotations.NullMarked;
