package org.fastness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.JsonValue;
import org.fastness.server.Layout;
import org.fastness.server.ThrowAwayEnclave;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.ConfigurationRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "enclave", mixinStandardHelpOptions = true, description = "Looks at the enclave.", subcommands = EnclaveCommand.Inspect.class)
final class EnclaveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }

    @Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false,
            description = "Prints each wall of the enclave as observed from inside, where it tries each forbidden deed, and from outside. Asks the running one, else starts a throw-away one.")
    static final class Inspect implements Callable<Integer> {

        @Mixin
        private ConfigurationOptions options = new ConfigurationOptions();

        @Option(names = "--json", description = "Prints JSON, with the members network, filesystem, dumpable, seccomp and more.")
        private boolean json;

        @Option(names = "--throw-away", description = "Starts a throw-away enclave even if one is running.")
        private boolean throwAway;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, ConfigurationRefused, Refused, Malformed {
            Configuration configuration = options.configuration();
            Optional<JsonObject> running = throwAway ? Optional.empty() : RunningServer.inspection(configuration);
            JsonObject walls = running.isPresent() ? running.get() : ThrowAwayEnclave.inspect(configuration, Layout.ofSystem());
            PrintWriter out = spec.commandLine().getOut();
            JsonObject all = with("observed", running.isPresent() ? "running enclave" : "throw-away enclave", walls);
            if (json) out.println(Json.pretty(all).strip());
            else page(out, all, "");
            out.flush();
            return 0;
        }

        private static JsonObject with(String name, String value, JsonObject rest) {
            Json.Builder all = Json.object().put(name, value).put("attested", false);
            rest.members().forEach(all::put);
            return all.build();
        }

        private static void page(PrintWriter out, JsonObject object, String indent) {
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                if (member.getValue() instanceof JsonObject inner) {
                    out.println(indent + Paint.bold(member.getKey()));
                    page(out, inner, indent + "  ");
                } else {
                    out.println(indent + member.getKey() + ": " + text(member.getValue()));
                }
            }
        }

        private static String text(JsonValue value) {
            return value instanceof JsonValue.JsonText text ? text.value() : Json.write(value).utf8();
        }
    }
}
