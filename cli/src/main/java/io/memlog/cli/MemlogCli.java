package io.memlog.cli;

import io.memlog.cli.deadletters.DeadLettersCommand;
import io.memlog.cli.importer.ImportCommand;
import io.memlog.cli.keys.KeysCommand;
import io.memlog.cli.mcp.McpCommand;
import io.memlog.cli.memories.ExportCommand;
import io.memlog.cli.memories.RelatedCommand;
import io.memlog.cli.memories.SearchCommand;
import io.memlog.cli.memories.ShowCommand;
import io.memlog.cli.operations.ArchiveCommand;
import io.memlog.cli.operations.JobsCommand;
import io.memlog.cli.operations.ReplayCommand;
import io.memlog.cli.operations.StatusCommand;
import io.memlog.cli.operations.SyncCommand;
import io.memlog.cli.store.StoreCommand;
import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.ExitCode;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Runs one command of the command line.
public final class MemlogCli {

    private static final int MAX_HELP_WIDTH = 110;
    private static final int MIN_HELP_WIDTH = 60;

    private static final String COMPLETION = "generate-completion";
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("status", StatusCommand.class);
        COMMANDS.put("store", StoreCommand.class);
        COMMANDS.put("import", ImportCommand.class);
        COMMANDS.put("search", SearchCommand.class);
        COMMANDS.put("show", ShowCommand.class);
        COMMANDS.put("related", RelatedCommand.class);
        COMMANDS.put("export", ExportCommand.class);
        COMMANDS.put("dead-letters", DeadLettersCommand.class);
        COMMANDS.put("replay", ReplayCommand.class);
        COMMANDS.put("sync", SyncCommand.class);
        COMMANDS.put("archive", ArchiveCommand.class);
        COMMANDS.put("jobs", JobsCommand.class);
        COMMANDS.put("keys", KeysCommand.class);
        COMMANDS.put("mcp", McpCommand.class);
        COMMANDS.put(COMPLETION, GenerateCompletion.class);
    }

    private final CommandContext context;

    public MemlogCli(CommandContext context) {
        this.context = context;
    }

    public static void main(String[] arguments) {
        System.exit(new MemlogCli(CommandContext.ofProcess()).run(arguments));
    }

    /// Returns the exit code, one of [ExitCode].
    public int run(String... arguments) {
        try {
            return commands(arguments.length == 0 ? "" : arguments[0]).execute(arguments);
        } finally {
            context.out().flush();
            context.err().flush();
        }
    }

    /// The root with the command of this name; with all of them when there is none. Reading the annotations of all
    /// commands takes a noticeable part of a start.
    CommandLine commands(String name) {
        var root = new CommandLine(CommandSpec.wrapWithoutInspection(context).name("memlog"));
        if (COMMANDS.containsKey(name) && !name.equals(COMPLETION)) {
            root.addSubcommand(name, COMMANDS.get(name));
        } else {
            COMMANDS.forEach(root::addSubcommand);
        }
        addHelp(root);
        root.getCommandSpec()
                .usageMessage()
                .description("The command line of Memlog, the durable, searchable memory of AI agents.")
                .footerHeading("%n")
                .footer("memlog COMMAND --help shows the options of a command, and examples.");
        var errors = new ErrorHandler(context);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(new OutputStreamWriter(context.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(context.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(Help.defaultColorScheme(context.terminal().colours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(context.terminal().columns(), MIN_HELP_WIDTH, MAX_HELP_WIDTH))
                .setExecutionStrategy(MemlogCli::execute)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /// Refuses options in front of a subcommand, which would ignore them.
    private static int execute(ParseResult parsed) {
        for (var outer = parsed; outer.hasSubcommand(); outer = outer.subcommand()) {
            if (!outer.matchedOptions().isEmpty() && !outer.isUsageHelpRequested()) {
                throw new ParameterException(
                        outer.commandSpec().commandLine(),
                        outer.matchedOptions().getFirst().longestName() + " belongs behind "
                                + outer.subcommand().commandSpec().name());
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /// Gives a command and its subcommands the help option and the layout of the help.
    private static void addHelp(CommandLine command) {
        var spec = command.getCommandSpec();
        if (!spec.mixinStandardHelpOptions() && spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("show this help")
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
                .footerHeading("%nExamples:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.meanings());
        command.getSubcommands().values().forEach(MemlogCli::addHelp);
    }
}
