/**
 * What tests of several modules share: real servers started for a test, hand-written fakes, seeded generators, readers of vector
 * files. Nothing here is shipped. Start reading at the fixture you need; each says when it makes a test skip.
 */
@NullMarked
package org.fastness.testkit;

import org.jspecify.annotations.NullMarked;
