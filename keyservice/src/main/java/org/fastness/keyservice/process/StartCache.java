package org.fastness.keyservice.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Bytes;
import org.fastness.base.LogWord;

/**
 * The image's ahead-of-time cache (JEP 483, JEP 514): executable state, so it is made once for one measurement, hashed, made read-only, and named in the
 * evidence. Without it the enclave starts all the same, only later.
 */
public final class StartCache {
    private StartCache() {}

    private static final Logger LOG = System.getLogger(StartCache.class.getName());
    private static final Duration TRAINING = Duration.ofSeconds(120);

    /** The cache in the folder that belongs to the image, made now if it is missing; empty if it cannot be made. */
    public static Optional<Path> of(EnclaveImage image, Path folder) {
        Path cache = folder.resolve("enclave-" + image.measurement().slice(0, 16).hex() + ".aot");
        if (Files.isRegularFile(cache)) return Optional.of(cache);
        try {
            Files.createDirectories(folder);
            train(image, cache);
            return Optional.of(cache);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the enclave starts without its start-up cache: {0}", new LogWord(String.valueOf(failed.getMessage())));
            return Optional.empty();
        }
    }

    /** SHA-256 of the cache, for the evidence. */
    public static Bytes sha256(Path cache) throws IOException {
        return EnclaveImage.sha256(cache);
    }

    private static void train(EnclaveImage image, Path cache) throws IOException {
        Path scratch = Files.createTempDirectory(cache.getParent(), "training");
        String socket = scratch.resolve("s").toString();
        Path record = scratch.resolve("record");
        Path made = scratch.resolve("made");
        try {
            run(List.of(image.java().toString(), "-XX:AOTMode=record", "-XX:AOTConfiguration=" + record, "-m", EnclaveImage.trainingMain(), socket));
            run(List.of(image.java().toString(), "-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + made, "-m", EnclaveImage.trainingMain(), socket));
            if (!made.toFile().setReadOnly()) throw new IOException("the cache cannot be made read-only");
            Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(Path.of(socket));
            Files.deleteIfExists(record);
            Files.deleteIfExists(made);
            Files.deleteIfExists(scratch);
        }
    }

    private static void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            if (!process.waitFor(TRAINING.toSeconds(), TimeUnit.SECONDS)) throw new IOException("training took too long");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("training was interrupted");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) throw new IOException("training ended with status " + process.exitValue());
    }
}
