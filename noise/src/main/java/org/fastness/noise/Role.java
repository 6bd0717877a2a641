package org.fastness.noise;

/** Who a party is in a handshake: the initiator writes the first message. */
public enum Role {
    INITIATOR, RESPONDER
}
