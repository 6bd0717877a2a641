/** Prepare, durable, release: the one place where answers wait until the host has made their effects durable, and where each gets its place in the log. Also the ports that say how much time and freshness can be believed. Start at {@link org.fastness.enclave.log.Sequencer}. */
@NullMarked
package org.fastness.enclave.log;

import org.jspecify.annotations.NullMarked;
