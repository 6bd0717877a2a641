/** What the core's tests stand on: a simulated platform, a host in memory that can misbehave, and a small client. */
@NullMarked
package org.fastness.enclave.harness;

import org.jspecify.annotations.NullMarked;
