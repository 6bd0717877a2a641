package org.fastness.enclave.platform;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.fastness.protocol.link.LinkStream;
import org.fastness.protocol.link.Property;

/**
 * The enclave process from start to end: reach the host's socket, look at the walls the launcher built, give up every right, serve until
 * the stream ends, wipe, leave.
 *
 * <p>It connects rather than listens: the one socket it will ever have exists before the filter, the folder that holds it can be mounted
 * read-only, and {@code accept} is one more call it can do without.
 */
public final class EnclaveMain {
    private EnclaveMain() {}

    private static final int LEFT = 0;
    private static final int BROKEN = 70; // sysexits.h EX_SOFTWARE

    /** @param arguments the path of the host's socket */
    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> broken("running " + thread.getName(), fault));
        try {
            serve(Path.of(arguments[0]));
        } catch (IOException | RuntimeException | LinkageError fault) {
            broken("starting", fault);
        }
        leave();
    }

    private static void serve(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        List<Property> beneath = Beneath.observe();
        FileChannel status = Beneath.status();
        WarmUp.run();
        Hardening hardening = Hardening.apply();
        Serving.run(new ProcessPlatform(new Walls(beneath, hardening, status)), new LinkStream(channel));
    }

    /** Ends at once: no hook of anybody runs, and the kernel clears the pages. */
    static void leave() {
        Runtime.getRuntime().halt(LEFT);
    }

    private static void broken(String doing, Throwable fault) {
        Faults.report(doing, fault);
        Runtime.getRuntime().halt(BROKEN);
    }
}
