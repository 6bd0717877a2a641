/**
 * The composition root: the only place that names concrete classes of different products together, and nothing else. One wiring class
 * per product; {@link org.fastness.server.FastnessServer} puts them in order, starts them and stops them in the opposite order.
 * Nobody depends on this module but the command line and whole-flow tests.
 */
@NullMarked
package org.fastness.server;

import org.jspecify.annotations.NullMarked;
