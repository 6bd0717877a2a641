/**
 * Where log lines end: one JSON object a line, to standard error. What may stand in a line is decided by type, in
 * {@link org.fastness.server.log.JsonLines}; no other sink exists, and {@code java.util.logging} is led here too.
 */
@NullMarked
package org.fastness.server.log;

import org.jspecify.annotations.NullMarked;
