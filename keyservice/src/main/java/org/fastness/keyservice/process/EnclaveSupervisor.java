package org.fastness.keyservice.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fastness.base.Bytes;
import org.fastness.base.LogWord;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.keyservice.Caller;
import org.fastness.keyservice.EnclaveEndpoint;
import org.fastness.keyservice.link.EnclaveLink;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;
import org.fastness.protocol.message.Enrolment.Hidden;

/**
 * Keeps one enclave running: starts it, boots it from what is durable, and starts the next when it dies, breaks the protocol or stops
 * answering. Clients of the dead one get NOT_READY, then UNKNOWN_CHANNEL, and open a new channel.
 *
 * <p>One platform thread does all starting and lives as long as this object, because bubblewrap kills the enclave when the thread that
 * started it ends. Thread-safe.
 */
public final class EnclaveSupervisor implements EnclaveEndpoint, AutoCloseable {
    private static final Logger LOG = System.getLogger(EnclaveSupervisor.class.getName());

    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A question this old means that the enclave hangs. */
    private static final Duration STUCK = Duration.ofSeconds(90);
    private static final Duration COMMITS = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    /** An enclave that served this long did not die of its start. */
    private static final Duration STEADY = Duration.ofSeconds(30);

    private record Serving(EnclaveProcess process, EnclaveLink link, EnclaveMessage.Booted identity, List<Property> launch) {}

    private final EnclaveSettings settings;
    private final BootSecrets secrets;
    private final SealedRecords records;
    private final Ticker ticker;
    private final CompletableFuture<EnclaveMessage.Booted> firstBoot = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<Serving> serving = Optional.empty();
    private Sandbox sandbox;

    private EnclaveSupervisor(EnclaveSettings settings, BootSecrets secrets, SealedRecords records, Ticker ticker) {
        this.settings = settings;
        this.secrets = secrets;
        this.records = records;
        this.ticker = ticker;
        this.sandbox = Sandbox.find(settings.bubblewrap());
        this.thread = Thread.ofPlatform().name("enclave-supervisor").daemon().unstarted(this::run);
    }

    /** Starts an enclave and returns when it serves; throws {@link IllegalStateException} with the reason if the first start fails. */
    public static EnclaveSupervisor start(EnclaveSettings settings, BootSecrets secrets, SealedRecords records, Ticker ticker) {
        EnclaveSupervisor supervisor = new EnclaveSupervisor(settings, secrets, records, ticker);
        supervisor.thread.start();
        try {
            supervisor.firstBoot.join();
            return supervisor;
        } catch (CompletionException failed) {
            throw new IllegalStateException("the enclave did not start: " + failed.getCause().getMessage(), failed.getCause());
        }
    }

    private void run() {
        int failures = 0;
        while (closing.getCount() > 0) {
            long started = ticker.monotonicNanos();
            try {
                life();
            } catch (IOException | Refused | RuntimeException failed) {
                if (firstBoot.completeExceptionally(failed)) return;
                LOG.log(Level.WARNING, "the enclave did not start: {0}", new LogWord(String.valueOf(failed.getMessage())));
            } catch (InterruptedException interrupted) {
                return;
            }
            failures = ticker.monotonicNanos() - started > STEADY.toNanos() ? 0 : failures + 1;
            if (!pause(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10) >> 1))) return;
        }
    }

    /** False if this is the end. */
    private boolean pause(long millis) {
        try {
            return !closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    /** One enclave from its start to its end. */
    private void life() throws IOException, Refused, InterruptedException {
        EnclaveImage image = EnclaveImage.at(settings.image());
        Optional<Path> cache = settings.cacheFolder().flatMap(folder -> StartCache.of(image, folder));
        CompletableFuture<Void> verified = CompletableFuture.runAsync(image::verify);
        try (EnclaveProcess process = launch(image, cache)) {
            EnclaveLink link = new EnclaveLink(process.channel(), records::commit, ticker);
            try {
                verified.join();
                List<Property> launch = launchProperties(image, cache);
                EnclaveMessage.Booted identity = boot(link, image, launch);
                serving = Optional.of(new Serving(process, link, identity, launch));
                firstBoot.complete(identity);
                watch(link);
            } finally {
                serving = Optional.empty();
                link.close();
                if (!link.quiesce(COMMITS)) throw new IllegalStateException("the store did not finish the last commit");
            }
        }
    }

    private EnclaveProcess launch(EnclaveImage image, Optional<Path> cache) throws IOException {
        demandSandbox();
        try {
            return EnclaveProcess.start(image, cache, sandbox, settings.runFolder());
        } catch (EnclaveProcess.NotStarted failed) {
            if (!(sandbox instanceof Sandbox.Bubblewrap) || !failed.getMessage().startsWith("bwrap:")) throw failed;
            sandbox = new Sandbox.Missing("bubblewrap cannot work on this machine: " + failed.getMessage());
            return launch(image, cache);
        }
    }

    private void demandSandbox() {
        if (sandbox instanceof Sandbox.Missing missing) {
            if (settings.environment() != EnclaveSettings.DEVELOPMENT) throw new IllegalStateException("no sandbox, which only development may do without: " + missing.reason());
            LOG.log(Level.WARNING, "THE ENCLAVE RUNS WITHOUT A SANDBOX: {0}", new LogWord(missing.reason()));
        }
    }

    private List<Property> launchProperties(EnclaveImage image, Optional<Path> cache) throws IOException {
        List<Property> properties = new ArrayList<>();
        switch (sandbox) {
            case Sandbox.Bubblewrap b -> properties.add(new Property("sandbox", "bubblewrap"));
            case Sandbox.Missing missing -> {
                properties.add(new Property("sandbox", "missing"));
                properties.add(new Property("sandboxReason", missing.reason()));
            }
        }
        properties.add(new Property("imageSha256", image.measurement().hex()));
        properties.add(new Property("startCacheSha256", cache.isEmpty() ? "none" : StartCache.sha256(cache.get()).hex()));
        return List.copyOf(properties);
    }

    private EnclaveMessage.Booted boot(EnclaveLink link, EnclaveImage image, List<Property> launch) throws Refused {
        Optional<Bytes> root = records.sealedRoot();
        Hidden installSeed = secrets.installSeed();
        Hidden passphrase = secrets.passphrase();
        try {
            HostMessage.Boot boot = new HostMessage.Boot(settings.environment(), settings.rpId(), settings.origins(), image.measurement(), installSeed, passphrase, root,
                    records.logState(), settings.exportDelay().toSeconds(), settings.recoveryDelay().toSeconds(), settings.actionWindow().toSeconds(), launch, ticker.epochMicros());
            if (!(link.ask(boot, BOOT) instanceof EnclaveMessage.Booted booted)) throw new Refused(Refusal.INTERNAL);
            if (booted.newSealedRoot().isPresent()) keepRoot(link, booted.newSealedRoot().get());
            return booted;
        } finally {
            installSeed.wipe();
            passphrase.wipe();
        }
    }

    private void keepRoot(EnclaveLink link, Bytes sealed) throws Refused {
        if (!records.keepRoot(sealed)) throw new IllegalStateException("another server stored a root at the same time; starting again from that");
        link.ask(new HostMessage.RootStored(), BOOT);
    }

    private void watch(EnclaveLink link) throws InterruptedException {
        while (true) {
            try {
                String reason = link.end().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (closing.getCount() > 0) LOG.log(Level.WARNING, "the enclave is gone: {0}", new LogWord(reason));
                return;
            } catch (TimeoutException alive) {
                if (link.oldestQuestion().compareTo(STUCK) < 0) continue;
                LOG.log(Level.WARNING, "the enclave does not answer: starting another");
                return;
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("the end of a link never fails", impossible);
            }
        }
    }

    @Override
    public EnclaveMessage ask(HostMessage question, Caller caller, Duration timeout) throws Refused {
        return serving.orElseThrow(() -> new Refused(Refusal.NOT_READY)).link.ask(question, caller, timeout);
    }

    @Override
    public Optional<EnclaveMessage.Booted> identity() {
        return serving.map(Serving::identity);
    }

    @Override
    public List<Property> launch() {
        return serving.map(Serving::launch).orElse(List.of());
    }

    @Override
    public List<Property> outside() {
        return serving.map(now -> OutsideView.of(now.process.pid())).orElse(List.of());
    }

    /** The process's number on this host, while one serves: for tests that kill it and operators who look for it. */
    public Optional<Long> pid() {
        return serving.map(now -> now.process.pid());
    }

    /** Questions open at the enclave. */
    public int inFlight() {
        return serving.map(now -> now.link.inFlight()).orElse(0);
    }

    /** Tells the enclave to wipe and leave, and returns when it has. */
    @Override
    public void close() {
        closing.countDown();
        serving.ifPresent(now -> now.link.close());
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
