/** What {@code ./fastness} says and refuses, as a newcomer, an operator and a script meet it. */
@NullMarked
package org.fastness.e2e.command;

import org.jspecify.annotations.NullMarked;
