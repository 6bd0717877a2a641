/**
 * What a sudden end leaves behind: server and enclave are killed at random points of sign-up and signing, and whatever the client outside was
 * told before must be there afterwards and be usable. {@code KillSuite} is the experiment, its subclasses name the store. The seed is printed;
 * {@code -Dfastness.seed=N} chooses it, {@code -Dfastness.nightly=true} makes ten times as many kills.
 */
@NullMarked
package org.fastness.e2e.kill;

import org.jspecify.annotations.NullMarked;
