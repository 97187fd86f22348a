package io.memlog.cli;

import io.memlog.cli.deadletters.DeadLettersCommand;
import io.memlog.cli.deadletters.DiscardCommand;
import io.memlog.cli.deadletters.EditCommand;
import io.memlog.cli.deadletters.GroupsCommand;
import io.memlog.cli.deadletters.ListCommand;
import io.memlog.cli.deadletters.ReplayLettersCommand;
import io.memlog.cli.deadletters.ShowLetterCommand;
import io.memlog.cli.jobs.JobCancelCommand;
import io.memlog.cli.jobs.JobListCommand;
import io.memlog.cli.jobs.JobShowCommand;
import io.memlog.cli.jobs.JobWaitCommand;
import io.memlog.cli.jobs.JobsCommand;
import io.memlog.cli.jobs.ReplayCommand;
import io.memlog.cli.memories.ExportCommand;
import io.memlog.cli.memories.RelatedCommand;
import io.memlog.cli.memories.SearchCommand;
import io.memlog.cli.memories.ShowCommand;
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
                .addSubcommand(new ShowCommand(around))
                .addSubcommand(new RelatedCommand(around))
                .addSubcommand(new ExportCommand(around))
                .addSubcommand(new CommandLine(new DeadLettersCommand())
                        .addSubcommand(new ListCommand(around))
                        .addSubcommand(new GroupsCommand(around))
                        .addSubcommand(new ShowLetterCommand(around))
                        .addSubcommand(new ReplayLettersCommand(around))
                        .addSubcommand(new EditCommand(around))
                        .addSubcommand(new DiscardCommand(around)))
                .addSubcommand(new ReplayCommand(around))
                .addSubcommand(new CommandLine(new JobsCommand(around))
                        .addSubcommand(new JobListCommand(around))
                        .addSubcommand(new JobShowCommand(around))
                        .addSubcommand(new JobCancelCommand(around))
                        .addSubcommand(new JobWaitCommand(around)))
                .addSubcommand(new AutoComplete.GenerateCompletion());
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
