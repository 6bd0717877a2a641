package org.fastness.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "doctor", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Says what this machine offers: JDK, sandbox, kernel features, ports, and the tools that tests want.",
        footer = {"", "Ends with 1 if something the product needs is missing. What only tests want never fails it."})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<Finding> findings = new Machine(options.configuration()).examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(Json.pretty(json(findings)).strip());
        else findings.forEach(finding -> out.println(line(finding)));
        out.flush();
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.MISSING) ? Main.WRONG : 0;
    }

    private static JsonObject json(List<Finding> findings) {
        return Json.object().put("findings", Json.array(findings.stream().map(finding -> Json.object().put("what", finding.what()).put("state", UpCommand.words(finding.state()))
                .put("detail", finding.detail()).put("remedy", finding.remedy()).build()).toList())).build();
    }

    private static String line(Finding finding) {
        String mark = switch (finding.state()) {
            case GOOD -> Paint.green("good   ");
            case WEAKER -> "weaker ";
            case MISSING -> Paint.red("MISSING");
            case TESTS_ONLY -> "tests  ";
        };
        String remedy = finding.remedy().isEmpty() ? "" : "\n                               remedy: " + finding.remedy();
        return mark + " " + String.format(java.util.Locale.ROOT, "%-22s ", finding.what()) + finding.detail() + remedy;
    }
}
