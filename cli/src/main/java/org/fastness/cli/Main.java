package org.fastness.cli;

import java.io.PrintWriter;
import org.fastness.server.configuration.ConfigurationRefused;
import org.fastness.server.log.JsonLinesFinder;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./fastness}. */
@Command(name = "fastness", mixinStandardHelpOptions = true, version = "fastness 0.1.0",
        description = "Keeps keys and personal data where even its operator cannot use or read them.",
        subcommands = {UpCommand.class, DoctorCommand.class, ConfigCommand.class, EnclaveCommand.class, VerifyCommand.class})
public final class Main {

    static final int WRONG = 1;

    private Main() {
    }

    public static void main(String[] arguments) {
        JsonLinesFinder.leadJavaUtilLogging();
        System.exit(commandLine().execute(arguments));
    }

    /** The commands, ready to run. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setUsageHelpWidth(120);
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setExecutionExceptionHandler(Main::failed);
        return commandLine;
    }

    /** What went wrong in a sentence or a list of them; a stack is for bugs, and whoever has one sets FASTNESS_STACK. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigurationRefused refused) {
            err.println("fastness: the configuration is refused:");
            for (String problem : refused.problems()) err.println("  - " + problem);
        } else {
            String message = failure.getMessage();
            err.println("fastness: " + (message == null ? failure.getClass().getSimpleName() : message));
            if (System.getProperty("fastness.stack") != null) failure.printStackTrace(err);
        }
        return WRONG;
    }
}
