/**
 * The commands of {@code ./fastness} that run in Java: one class each. Commands print for people by default and JSON with
 * {@code --json}; they end with 0 if all is well, 1 if not, 2 if they were called wrongly. The launcher, a shell script, adds what
 * must work before anything is built.
 */
@NullMarked
package org.fastness.cli;

import org.jspecify.annotations.NullMarked;
