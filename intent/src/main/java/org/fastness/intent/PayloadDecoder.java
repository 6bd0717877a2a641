package org.fastness.intent;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;

/** Decodes one {@code PayloadKind}. Gives an intent that covers every octet, or none. */
@FunctionalInterface
public interface PayloadDecoder {

    /**
     * @param network as the page names it; what the payload itself names is compared later
     * @param path the key the page asks for; the decoder checks its family
     * @throws Malformed if any octet is not understood; answered as {@code UNDECODABLE}
     */
    Intent decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused;
}
