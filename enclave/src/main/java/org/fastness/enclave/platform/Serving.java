package org.fastness.enclave.platform;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.enclave.EnclaveCore;
import org.fastness.enclave.HostLink;
import org.fastness.enclave.Platform;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.LinkStream;

/**
 * Reads the host's messages and hands them to the core: one reader, a few workers, and one thread for commit outcomes alone, which must
 * never queue behind the frames that wait for them. Platform threads, because calls into C would pin virtual ones. A full queue stops
 * the reader, and so the host. Ends when the stream ends, whichever way.
 */
final class Serving implements HostLink {
    private static final int QUEUED = 1024;
    private static final int OUTCOMES_QUEUED = 64;

    private final LinkStream stream;
    private final ExecutorService workers;
    private final ExecutorService outcomes;
    private final EnclaveCore core;

    private Serving(Platform platform, LinkStream stream) {
        this.stream = stream;
        this.workers = pool("worker", Math.max(2, Runtime.getRuntime().availableProcessors()), QUEUED);
        this.outcomes = pool("outcome", 1, OUTCOMES_QUEUED);
        this.core = new EnclaveCore(platform, this);
    }

    /** Returns when the host is gone or asked for the end; the core has then been told to wipe. */
    static void run(Platform platform, LinkStream stream) {
        Serving serving = new Serving(platform, stream);
        try {
            serving.readToTheEnd();
        } catch (IOException | Malformed end) {
            // the host is gone or does not speak the protocol: either way nobody is left to serve
        }
        serving.core.accept(0, new HostMessage.Shutdown());
    }

    private void readToTheEnd() throws IOException, Malformed {
        while (true) {
            Optional<LinkStream.Packet> packet = stream.read();
            if (packet.isEmpty()) return;
            long correlation = packet.get().correlation();
            HostMessage message;
            try {
                message = HostMessage.decode(packet.get().message());
            } catch (Malformed refused) {
                send(correlation, new EnclaveMessage.Refused(Refusal.MALFORMED));
                continue;
            }
            if (message instanceof HostMessage.Shutdown) {
                core.accept(correlation, message);
                send(correlation, new EnclaveMessage.Acknowledged());
                return;
            }
            ExecutorService pool = message instanceof HostMessage.CommitOutcome ? outcomes : workers;
            pool.execute(() -> accept(correlation, message));
        }
    }

    private void accept(long correlation, HostMessage message) {
        try {
            core.accept(correlation, message);
        } catch (RuntimeException bug) {
            Faults.report("handling " + message.getClass().getSimpleName(), bug);
            send(correlation, new EnclaveMessage.Refused(Refusal.INTERNAL));
        }
    }

    @Override
    public void send(long correlation, EnclaveMessage message) {
        try {
            stream.write(correlation, message.encode());
        } catch (IOException gone) {
            EnclaveMain.leave();
        }
    }

    private static ExecutorService pool(String name, int threads, int queued) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queued),
                Thread.ofPlatform().name(name + "-", 1).factory(), Serving::waitForRoom);
        pool.prestartAllCoreThreads();
        return pool;
    }

    private static void waitForRoom(Runnable task, ThreadPoolExecutor pool) {
        try {
            pool.getQueue().put(task);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
