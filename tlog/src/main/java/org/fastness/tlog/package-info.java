/**
 * The transparency log's arithmetic: Merkle trees (RFC 6962), checkpoints and signed notes (C2SP), receipts and their verification.
 *
 * <p>The same code runs in the enclave, which appends, and in client and CLI, which verify offline. No I/O, no clock, no storage of
 * leaves lives here. Start reading at {@link org.fastness.tlog.ReceiptVerifier} to check a receipt, at
 * {@link org.fastness.tlog.Frontier} to append.
 */
@NullMarked
package org.fastness.tlog;

import org.jspecify.annotations.NullMarked;
