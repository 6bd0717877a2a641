/** Outgoing mail: an outbox under field encryption, and the loop that empties it into a mail server. Start reading at {@link org.fastness.identity.mail.Outbox}. */
@NullMarked
package org.fastness.identity.mail;

import org.jspecify.annotations.NullMarked;
