/**
 * Whether anything leaks: marked secrets and personal data go through every flow, errors and crashes included, and then every file, log and page
 * that is left is searched for them in every encoding. {@code LeakScannerTest} shows that the search finds what is there;
 * {@code CanarySuite} that nothing is, but what the design names.
 */
@NullMarked
package org.fastness.e2e.canary;

import org.jspecify.annotations.NullMarked;
