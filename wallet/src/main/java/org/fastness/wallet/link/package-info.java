/**
 * Which account belongs to which user: routing metadata in clear, written in the very transaction that makes the account. It gives nobody any
 * right over the account: the enclave asks for a signature, not for a link.
 */
@NullMarked
package org.fastness.wallet.link;

import org.jspecify.annotations.NullMarked;
