package org.fastness.keyservice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;

/** Remembers what it was asked and answers every frame with the same octets. */
final class RecordingEnclave implements EnclaveEndpoint {
    static final Bytes ANSWER = Bytes.ofUtf8("answer");
    static final Bytes REPLY = Bytes.ofUtf8("reply");

    final List<HostMessage> asked = new ArrayList<>();
    final List<Caller> callers = new ArrayList<>();

    @Override
    public EnclaveMessage ask(HostMessage question, Caller caller, Duration timeout) {
        asked.add(question);
        callers.add(caller);
        return question instanceof HostMessage.OpenChannel ? new EnclaveMessage.ChannelOpened(REPLY) : new EnclaveMessage.FrameProcessed(ANSWER);
    }

    @Override
    public Optional<EnclaveMessage.Booted> identity() {
        return Optional.empty();
    }

    @Override
    public List<Property> launch() {
        return List.of();
    }

    @Override
    public List<Property> outside() {
        return List.of();
    }
}
