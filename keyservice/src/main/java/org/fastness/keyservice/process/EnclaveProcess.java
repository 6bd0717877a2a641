package org.fastness.keyservice.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fastness.base.LogWord;

/**
 * A running enclave process and the one connection to it.
 *
 * <p>Bubblewrap's {@code --die-with-parent} follows the <em>thread</em> that started it: start from one that lives as long as the server.
 * Where there is no sandbox, the end of the stream ends the process all the same.
 */
public final class EnclaveProcess implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EnclaveProcess.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration LEAVE = Duration.ofSeconds(2);
    private static final String SOCKET = "s";
    private static final int MAX_SAID = 512;

    /** The process ended before it connected. The message holds what it said, which is about the launch and holds no secret. */
    public static final class NotStarted extends IOException {
        private static final long serialVersionUID = 1L;

        NotStarted(String said) {
            super(said);
        }
    }

    private final Process process;
    private final SocketChannel channel;

    private EnclaveProcess(Process process, SocketChannel channel) {
        this.process = process;
        this.channel = channel;
    }

    /** Starts the image and waits until it connects. @param runFolder where a folder for the socket is made; its path must be short */
    public static EnclaveProcess start(EnclaveImage image, Optional<Path> cache, Sandbox sandbox, Path runFolder) throws IOException {
        Path folder = Files.createTempDirectory(runFolder, "enclave", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path socket = folder.resolve(SOCKET);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            ProcessBuilder builder = new ProcessBuilder(sandbox.command(image, cache, folder, SOCKET));
            builder.environment().clear();
            builder.directory(Path.of("/").toFile());
            builder.redirectInput(Path.of("/dev/null").toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            Said said = Said.follow(process);
            try {
                return new EnclaveProcess(process, accept(server, process, said));
            } catch (IOException failed) {
                kill(process);
                throw failed;
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, Process process, Said said) throws IOException {
        server.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            process.onExit().thenRun(selector::wakeup);
            selector.select(CONNECT.toMillis());
        }
        SocketChannel channel = server.accept();
        if (channel != null) return channel;
        throw new NotStarted(process.isAlive() ? "the enclave did not connect in time" : said.untilTheEnd());
    }

    /** Connected to the process; blocking. */
    public SocketChannel channel() {
        return channel;
    }

    /** The JVM itself: with a sandbox around it, the launcher's youngest descendant. */
    public long pid() {
        return process.descendants().max(Comparator.comparing(ProcessHandle::pid)).map(ProcessHandle::pid).orElse(process.pid());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the stream, gives the process a moment to wipe and leave, then kills what is left. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // the other end is gone
        }
        try {
            if (process.waitFor(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        kill(process);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What the process says on its error stream: launcher failures and the enclave's own fault lines, which hold places and no content. */
    private static final class Said {
        private final StringBuilder first = new StringBuilder();
        private final Thread reader;

        private Said(Process process) {
            reader = Thread.ofVirtual().name("enclave-said").start(() -> read(process));
        }

        static Said follow(Process process) {
            return new Said(process);
        }

        private void read(Process process) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) keep(line);
            } catch (IOException ended) {
                // the process is gone
            }
        }

        private synchronized void keep(String line) {
            String shown = line.substring(0, Math.min(line.length(), MAX_SAID));
            if (first.length() < MAX_SAID) first.append(first.isEmpty() ? "" : " | ").append(shown);
            LOG.log(Level.WARNING, "enclave process: {0}", new LogWord(shown));
        }

        private synchronized String text() {
            return first.isEmpty() ? "the enclave ended without a word" : first.toString();
        }

        String untilTheEnd() {
            try {
                reader.join(LEAVE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return text();
        }
    }
}
