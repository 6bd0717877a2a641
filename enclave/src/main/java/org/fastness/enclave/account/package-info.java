/** The authority record of an account: what is settled (cold), what moves (hot), their joint head, and the memory that refuses every rollback within a boot. Start at {@link org.fastness.enclave.account.Account} and {@link org.fastness.enclave.account.Accounts}. */
@NullMarked
package org.fastness.enclave.account;

import org.jspecify.annotations.NullMarked;
