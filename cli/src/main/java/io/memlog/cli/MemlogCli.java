package io.memlog.cli;

import io.memlog.cli.search.SearchCommand;
import io.memlog.cli.status.StatusCommand;
import io.memlog.cli.store.StoreCommand;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Surroundings;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

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
            return commands().execute(arguments);
        } finally {
            around.out().flush();
            around.err().flush();
        }
    }

    CommandLine commands() {
        var root = new CommandLine(new RootCommand())
                .addSubcommand(new StatusCommand(around))
                .addSubcommand(new StoreCommand(around))
                .addSubcommand(new SearchCommand(around))
                .addSubcommand(new AutoComplete.GenerateCompletion());
        complete(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(new OutputStreamWriter(around.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(around.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(Help.defaultColorScheme(around.terminal().colours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(around.terminal().columns(), NARROWEST_HELP, WIDEST_HELP))
                .setParameterExceptionHandler(new Misuse(around))
                .setExecutionExceptionHandler(new Failures(around));
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
