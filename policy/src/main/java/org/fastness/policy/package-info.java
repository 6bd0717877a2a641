/**
 * The rules of one account and what it spent: {@link org.fastness.policy.AccountPolicy#decide} is the only door. All types are
 * immutable values with one canonical binary form; whoever holds them decides what becomes durable when.
 */
@NullMarked
package org.fastness.policy;

import org.jspecify.annotations.NullMarked;
