package org.fastness.enclave.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.HostLink;
import org.fastness.enclave.Platform;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;

/**
 * One enclave life: a state machine over {@link Phase}, with one exhaustive switch over (phase, message). Messages of frames come from many threads and
 * take no lock here; those that move the phase take turns.
 */
public final class Life {
    private final Platform platform;
    private final HostLink link;
    private volatile Phase phase = Phase.COLD;
    private volatile Optional<Serving> serving = Optional.empty();

    public Life(Platform platform, HostLink link) {
        this.platform = platform;
        this.link = link;
    }

    /** Takes one message of the host, in whatever phase. */
    public void accept(long correlation, HostMessage message) {
        try {
            switch (phase) {
                case COLD -> cold(correlation, message);
                case ROOT_PENDING -> rootPending(correlation, message);
                case SERVING -> serving(correlation, message, serving.orElseThrow());
                case STOPPED -> stopped(correlation, message);
            }
        } catch (Refused refused) {
            link.send(correlation, new EnclaveMessage.Refused(refused.refusal()));
        }
    }

    private void cold(long correlation, HostMessage message) throws Refused {
        switch (message) {
            case HostMessage.Boot boot -> boot(correlation, boot);
            case HostMessage.Inspect inspect -> inspect(correlation, List.of());
            case HostMessage.Shutdown shutdown -> stop();
            case HostMessage.RootStored _, HostMessage.OpenChannel _, HostMessage.ProcessFrame _, HostMessage.CommitOutcome _, HostMessage.LeaseDataKey _ -> throw new Refused(Refusal.NOT_READY);
        }
    }

    private void rootPending(long correlation, HostMessage message) throws Refused {
        switch (message) {
            case HostMessage.RootStored stored -> rootStored(correlation);
            case HostMessage.Inspect inspect -> inspect(correlation, List.of());
            case HostMessage.Shutdown shutdown -> stop();
            case HostMessage.Boot _, HostMessage.OpenChannel _, HostMessage.ProcessFrame _, HostMessage.CommitOutcome _, HostMessage.LeaseDataKey _ -> throw new Refused(Refusal.NOT_READY);
        }
    }

    private void serving(long correlation, HostMessage message, Serving serving) throws Refused {
        switch (message) {
            case HostMessage.ProcessFrame frame -> serving.processFrame(correlation, frame);
            case HostMessage.CommitOutcome outcome -> serving.commitOutcome(outcome);
            case HostMessage.OpenChannel open -> link.send(correlation, serving.openChannel(open));
            case HostMessage.LeaseDataKey lease -> link.send(correlation, serving.leaseDataKey(lease));
            case HostMessage.Inspect inspect -> inspect(correlation, serving.properties());
            case HostMessage.Shutdown shutdown -> stop();
            case HostMessage.Boot _, HostMessage.RootStored _ -> throw new Refused(Refusal.NOT_READY);
        }
    }

    /** A second shutdown is no fault; everything else comes too late. */
    private static void stopped(long correlation, HostMessage message) throws Refused {
        switch (message) {
            case HostMessage.Shutdown shutdown -> {}
            case HostMessage.Boot _, HostMessage.RootStored _, HostMessage.OpenChannel _, HostMessage.ProcessFrame _, HostMessage.CommitOutcome _, HostMessage.LeaseDataKey _,
                    HostMessage.Inspect _ -> throw new Refused(Refusal.NOT_READY);
        }
    }

    /** Opens the root, or makes one; a root that is new serves nothing until the host has stored it. A boot that is refused leaves all as it was. */
    private synchronized void boot(long correlation, HostMessage.Boot boot) throws Refused {
        if (phase != Phase.COLD) throw new Refused(Refusal.NOT_READY);
        try {
            Serving made = Serving.start(platform, link, boot);
            serving = Optional.of(made);
            phase = boot.sealedRoot().isPresent() ? Phase.SERVING : Phase.ROOT_PENDING;
            link.send(correlation, made.booted());
        } finally {
            boot.passphrase().wipe();
            boot.installSeed().wipe();
        }
    }

    private synchronized void rootStored(long correlation) throws Refused {
        if (phase != Phase.ROOT_PENDING) throw new Refused(Refusal.NOT_READY);
        phase = Phase.SERVING;
        link.send(correlation, new EnclaveMessage.Acknowledged());
    }

    private void inspect(long correlation, List<Property> own) {
        List<Property> all = new ArrayList<>(platform.observe());
        all.addAll(own);
        link.send(correlation, new EnclaveMessage.Inspection(all));
    }

    /** Wipes and serves no more. The platform's listener acknowledges, since it is the one that leaves. */
    private synchronized void stop() {
        phase = Phase.STOPPED;
        serving.ifPresent(Serving::close);
    }
}
