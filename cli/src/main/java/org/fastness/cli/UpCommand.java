package org.fastness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.fastness.protocol.link.Property;
import org.fastness.server.FastnessServer;
import org.fastness.server.Layout;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.ConfigurationRefused;
import org.fastness.server.log.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "up", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Starts enclave and server, prints the URLs and what is (not) attested, and runs until it is stopped.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--json", description = "Prints one JSON object when ready, instead of the page for people.")
    private boolean json;

    @Option(names = "--train", hidden = true)
    private boolean train;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, ConfigurationRefused, InterruptedException {
        if (train) {
            Training.run(options.sources());
            return 0;
        }
        Configuration configuration = options.configuration();
        JsonLines.level(configuration.logLevel());
        FastnessServer server = FastnessServer.start(configuration, Layout.ofSystem());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
            server.close();
            stopped.countDown();
        }));
        announce(server);
        stopped.await();
        return 0;
    }

    private void announce(FastnessServer server) {
        PrintWriter out = spec.commandLine().getOut();
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0;
        Announcement announcement = new Announcement(server.configuration(), value(server, "sandbox"), value(server, "sandboxReason"), value(server, "imageSha256"),
                server.enclave().identity().map(identity -> identity.clusterId().hex()).orElse(""), server.bundleHash().hex(), seconds);
        if (json) out.println(announcement.json());
        else out.print(announcement.page());
        out.flush();
    }

    private static String value(FastnessServer server, String property) {
        return server.enclave().launch().stream().filter(each -> each.name().equals(property)).map(Property::value).findFirst().orElse("");
    }

    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
