package org.fastness.enclave.channel;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;
import org.fastness.noise.Transport;
import org.fastness.protocol.message.Request;

/** One live channel and what it holds: transport, nonces, at most one enrolment that waits and one open account. Thread-safe. */
public final class Channel {
    private final Bytes id;
    private final Transport transport;
    private final Nonces nonces;
    private final Ticker ticker;
    private Optional<PendingEnrolment> enrolment = Optional.empty();
    private Optional<OpenAccount> open = Optional.empty();
    private boolean closed;
    private long lastUsedNanos;

    Channel(Bytes id, Transport transport, Entropy entropy, Ticker ticker) {
        this.id = id;
        this.transport = transport;
        this.ticker = ticker;
        this.nonces = new Nonces(entropy, ticker);
        this.lastUsedNanos = ticker.monotonicNanos();
    }

    public Bytes id() {
        return id;
    }

    Transport transport() {
        return transport;
    }

    public Bytes handshakeHash() {
        return transport.handshakeHash();
    }

    public Nonces nonces() {
        return nonces;
    }

    synchronized void touch() {
        lastUsedNanos = ticker.monotonicNanos();
    }

    synchronized long idleNanos() {
        return ticker.monotonicNanos() - lastUsedNanos;
    }

    /** Puts the enrolment in the place of any other. */
    public synchronized void begin(PendingEnrolment next) {
        forgetEnrolment();
        if (closed) next.close();
        else enrolment = Optional.of(next);
    }

    /** The enrolment that waits for this purpose, tenant and account. It stays until {@link #finish}. */
    public synchronized PendingEnrolment pending(Request.Purpose purpose, Id tenant, Id account) throws Refused {
        PendingEnrolment waiting = enrolment.orElseThrow(() -> new Refused(Refusal.NOT_PENDING));
        if (waiting.deadlineNanos() - ticker.monotonicNanos() < 0) {
            forgetEnrolment();
            throw new Refused(Refusal.EXPIRED);
        }
        boolean matches = waiting.purpose() == purpose && waiting.tenant().equals(tenant) && waiting.account().equals(account);
        if (!matches) throw new Refused(Refusal.NOT_PENDING);
        return waiting;
    }

    /** Forgets the enrolment, if it is still the one that waits. */
    public synchronized void finish(PendingEnrolment done) {
        if (enrolment.filter(waiting -> waiting == done).isPresent()) forgetEnrolment();
    }

    private void forgetEnrolment() {
        enrolment.ifPresent(PendingEnrolment::close);
        enrolment = Optional.empty();
    }

    /** Holds the opened account, in the place of any other; it is the channel's to close from now on. */
    public synchronized void open(OpenAccount account) {
        if (open.filter(held -> held == account).isPresent()) return;
        open.ifPresent(OpenAccount::close);
        open = Optional.empty();
        if (closed) account.close();
        else open = Optional.of(account);
    }

    /** The open account, if it is this one under its current user secret. */
    public synchronized Optional<OpenAccount> openAccount(Id tenant, Id account, long secretEpoch) {
        return open.filter(held -> held.is(tenant, account, secretEpoch));
    }

    synchronized void close() {
        closed = true;
        forgetEnrolment();
        open.ifPresent(OpenAccount::close);
        open = Optional.empty();
        transport.close();
    }
}
