/** The host's end of the byte stream to one enclave. Start at {@link org.fastness.keyservice.link.EnclaveLink}. */
@NullMarked
package org.fastness.keyservice.link;

import org.jspecify.annotations.NullMarked;
