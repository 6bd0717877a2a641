/** Counters that slow down guessing and mail floods, shared by all servers through the store. Start reading at {@link org.fastness.identity.limit.Limits}. */
@NullMarked
package org.fastness.identity.limit;

import org.jspecify.annotations.NullMarked;
