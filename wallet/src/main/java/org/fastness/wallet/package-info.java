/**
 * The wallet's host half: which networks there are, what their nodes say, and which account belongs to which user. Holds no key
 * and decides nothing about signing: the enclave does. Enter through the endpoints of each feature package.
 */
@NullMarked
package org.fastness.wallet;

import org.jspecify.annotations.NullMarked;
