/**
 * Measurements. Each JMH class sets our primitive beside a peer (the JDK, Bouncy Castle) in one run, so that ratios hold on a noisy
 * machine. Results and how to repeat them: benchmarks/RESULTS.md.
 */
@NullMarked
package org.fastness.benchmarks;

import org.jspecify.annotations.NullMarked;
