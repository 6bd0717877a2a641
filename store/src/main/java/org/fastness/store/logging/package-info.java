/**
 * Binds SLF4J, which only the connection pool speaks, to the JDK's {@link java.lang.System.Logger}, so that the process has one
 * log. Found by {@link java.util.ServiceLoader}; nobody calls it.
 */
@NullMarked
package org.fastness.store.logging;

import org.jspecify.annotations.NullMarked;
