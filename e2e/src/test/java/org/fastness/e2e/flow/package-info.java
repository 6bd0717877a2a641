/**
 * What a person can do from beginning to end, on each store: {@code WholeFlow} is the story, its subclasses name the store. The server
 * is {@code ./fastness up}, the enclave its own process, the chain a node that nobody here wrote. Nothing here looks inside.
 */
@NullMarked
package org.fastness.e2e.flow;

import org.jspecify.annotations.NullMarked;
