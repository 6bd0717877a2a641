package org.fastness.keyservice.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.keyservice.link.EnclaveLink;
import org.fastness.protocol.link.HostMessage;

/** An enclave that an ordinary user started, and that user's shell beside it: the kernel's rules apply that root is exempt from. */
record OtherUser(Process launcher, EnclaveLink link) implements AutoCloseable {
    private static final List<String> BECOME = List.of("setpriv", "--reuid", "65533", "--regid", "65533", "--clear-groups");

    static OtherUser startEnclave(EnclaveImage image, Sandbox sandbox) throws IOException, Refused {
        Path folder = Files.createTempDirectory("fst", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            List<String> command = new ArrayList<>(BECOME);
            command.addAll(sandbox.command(image, Optional.empty(), folder, "s"));
            Process launcher = new ProcessBuilder(command).inheritIO().start();
            EnclaveLink link = new EnclaveLink(server.accept(), (commit, callers) -> false, Ticker.system());
            link.ask(new HostMessage.Inspect(), Duration.ofSeconds(30)); // answered by a hardened process only
            return new OtherUser(launcher, link);
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    long enclavePid() {
        return launcher.descendants().mapToLong(ProcessHandle::pid).max().orElse(launcher.pid());
    }

    /** What the same user's shell answers to the command. */
    String says(String command) throws IOException {
        List<String> shell = new ArrayList<>(BECOME);
        shell.addAll(List.of("sh", "-c", command));
        Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        link.close();
        launcher.descendants().forEach(ProcessHandle::destroyForcibly);
        launcher.destroyForcibly();
    }
}
