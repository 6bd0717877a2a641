/**
 * EVM networks and their nodes over JSON-RPC. A node is believed in nothing that matters: what is signed comes from the enclave's own
 * decoding, so a lying node can cost a fee or delay, never change a recipient.
 */
@NullMarked
package org.fastness.wallet.network;

import org.jspecify.annotations.NullMarked;
