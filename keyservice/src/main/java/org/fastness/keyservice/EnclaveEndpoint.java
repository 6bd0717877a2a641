package org.fastness.keyservice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Refused;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;

/** One enclave that may be spoken to, wherever it runs. */
public interface EnclaveEndpoint {

    /** Asks the enclave and waits; its refusals are thrown, and NOT_READY where it cannot be reached in time. */
    EnclaveMessage ask(HostMessage question, Caller caller, Duration timeout) throws Refused;

    /** What it said of itself when it booted; empty while it does not serve. */
    Optional<EnclaveMessage.Booted> identity();

    /** What its launcher knows: sandbox, image, start-up cache. */
    List<Property> launch();

    /** Its walls as seen from outside, now. */
    List<Property> outside();
}
