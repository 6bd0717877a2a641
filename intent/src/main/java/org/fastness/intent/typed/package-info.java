/**
 * EIP-712 typed data: a strict JSON reader, the types and their hashes, and the kinds that are known to move tokens. Start at
 * {@link org.fastness.intent.typed.TypedData}.
 */
@NullMarked
package org.fastness.intent.typed;

import org.jspecify.annotations.NullMarked;
