/**
 * The only package that calls C: a few of libc, libsecp256k1 and libsodium, by the foreign function interface (JEP 454).
 *
 * <p>Each binding checks nothing but the symbol's presence; lengths are checked by the classes of
 * {@link org.fastness.crypto} above it. Not exported, except to the enclave, which hardens its process by
 * {@link org.fastness.crypto.ffi.Libc}. Calls marked critical stop the collector for their duration, so only calls of some tens of
 * microseconds may be.
 */
@NullMarked
package org.fastness.crypto.ffi;

import org.jspecify.annotations.NullMarked;
