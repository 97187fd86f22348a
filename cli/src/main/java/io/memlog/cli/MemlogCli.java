package io.memlog.cli;

import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Surroundings;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Runs one command of the command line.
public final class MemlogCli {

    private static final int WIDEST_HELP = 110;
    private static final int NARROWEST_HELP = 60;

    private final Surroundings around;

    public MemlogCli(Surroundings around) {
        this.around = around;
    }

    public static void main(String[] arguments) {
        System.exit(new MemlogCli(Surroundings.ofProcess()).run(arguments));
    }

    /// Returns the exit code, one of [ExitCode].
    public int run(String... arguments) {
        try {
            return commands(arguments.length == 0 ? "" : arguments[0]).execute(arguments);
        } finally {
            around.out().flush();
            around.err().flush();
        }
    }

    /// The root with the command of this name; with all of them when there is none.
    CommandLine commands(String name) {
        var root = new Commands(around).named(name);
        complete(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(new OutputStreamWriter(around.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(around.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(Help.defaultColorScheme(around.terminal().colours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(around.terminal().columns(), NARROWEST_HELP, WIDEST_HELP))
                .setExecutionStrategy(MemlogCli::execute)
                .setParameterExceptionHandler(new Misuse(around))
                .setExecutionExceptionHandler(new Failures(around));
    }

    /// An option in front of a subcommand would go unnoticed by it.
    private static int execute(ParseResult parsed) {
        for (var outer = parsed; outer.hasSubcommand(); outer = outer.subcommand()) {
            if (!outer.matchedOptions().isEmpty() && !outer.isUsageHelpRequested()) {
                throw new ParameterException(
                        outer.commandSpec().commandLine(),
                        outer.matchedOptions().getFirst().longestName() + " has its place behind "
                                + outer.subcommand().commandSpec().name());
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /// Gives a command and all below it what every command has.
    private static void complete(CommandLine command) {
        var spec = command.getCommandSpec();
        if (!spec.mixinStandardHelpOptions() && spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("show this")
                    .build());
        }
        spec.usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.meanings());
        command.getSubcommands().values().forEach(MemlogCli::complete);
    }
}
