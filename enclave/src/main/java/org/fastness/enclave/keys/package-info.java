/** The key hierarchy: root epoch, sealed records, user secret, slots, user keys. Whoever holds a {@code SecretBytes} from here closes it. Start at {@link org.fastness.enclave.keys.RootKey}. */
@NullMarked
package org.fastness.enclave.keys;

import org.jspecify.annotations.NullMarked;
