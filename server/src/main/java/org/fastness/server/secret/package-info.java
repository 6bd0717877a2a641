/**
 * Files that only the server's user may read: passphrase, install key, TLS key. In development they are made at the first start and
 * said loudly; elsewhere they must be there, closed to others, and the passphrase apart from the data.
 */
@NullMarked
package org.fastness.server.secret;

import org.jspecify.annotations.NullMarked;
