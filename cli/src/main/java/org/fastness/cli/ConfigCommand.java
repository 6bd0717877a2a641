package org.fastness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.ConfigurationRefused;
import org.fastness.server.configuration.Setting;
import org.fastness.server.configuration.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "config", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Prints every setting with value, origin, default, unit and reason, and checks them as a start would.")
final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Sources sources = options.sources();
        List<String> problems = problems(sources);
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(Json.pretty(json(sources, problems)).strip());
        else page(out, sources, problems);
        out.flush();
        return problems.isEmpty() ? 0 : Main.WRONG;
    }

    private static List<String> problems(Sources sources) {
        try {
            Configuration.of(sources, ConfigurationOptions.home());
            return List.of();
        } catch (ConfigurationRefused refused) {
            return refused.problems();
        }
    }

    private static void page(PrintWriter out, Sources sources, List<String> problems) {
        for (Setting setting : Setting.values()) {
            out.println(Paint.bold(setting.key()) + sources.entry(setting).map(entry -> " = " + entry.value() + "   (" + entry.origin() + ")").orElse(""));
            out.println("    " + setting.reason());
            out.println("    default " + setting.byDefault() + "; " + setting.unit() + "; " + setting.variable());
        }
        out.println(Paint.bold("network.<chain id>." + String.join(" | ", Setting.NETWORK_PARTS)));
        out.println("    An EVM network and its node; one group of keys each. Setting any leaves out the default.");
        out.println("    default network.31337.url = http://127.0.0.1:8545");
        if (!problems.isEmpty()) out.println();
        for (String problem : problems) out.println(Paint.red("refused: ") + problem);
    }

    private static JsonObject json(Sources sources, List<String> problems) {
        List<JsonObject> settings = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Json.Builder one = Json.object().put("key", setting.key());
            sources.entry(setting).ifPresent(entry -> one.put("value", entry.value()).put("origin", entry.origin()));
            settings.add(one.put("default", setting.byDefault()).put("unit", setting.unit()).put("reason", setting.reason()).put("environment", setting.variable()).build());
        }
        return Json.object().put("settings", Json.array(settings)).put("problems", Json.texts(problems)).build();
    }
}
