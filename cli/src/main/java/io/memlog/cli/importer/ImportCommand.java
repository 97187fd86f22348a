package io.memlog.cli.importer;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.importer.format.ExportFormat;
import io.memlog.cli.importer.format.Formats;
import io.memlog.cli.store.ImportReport;
import io.memlog.cli.store.StopNotice;
import io.memlog.cli.store.StoreOptions;
import io.memlog.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog import`.
@Command(
        name = "import",
        description = {
            "Imports what other programs export: the knowledge graph of the MCP server memory, mem0, Letta agent files, "
                    + "conversations and projects of ChatGPT and Claude, Hindsight transfers, LangGraph store items, "
                    + "and notes in Markdown. A file is recognised by what it holds.",
            "Each item is imported once, however often its file is imported, also from a later export with more items. "
                    + "What is not imported is named with the reason.",
            "With -o json the output is {\"read\",\"stored\",\"duplicates\",\"skipped\",\"kinds\":{…},"
                    + "\"left_out\":[{\"kind\",\"name\",\"detail\"}],\"ids\":[…],"
                    + "\"errors\":[{\"kind\",\"name\",\"detail\"}]}, with at most 1,000 of each."
        },
        footer = {
            "  memlog import --user ada --project shop memory.jsonl",
            "  memlog import --user ada --project chats conversations.json",
            "  memlog import --user ada --project shop --dry-run notes",
            "  memlog export --user ada --project shop --request import:mem0"
        })
public final class ImportCommand extends ApiCommand {

    private static final String AUTO = "auto";

    @Parameters(paramLabel = "FILE|FOLDER", description = "the file to read, or a folder with files")
    private String path = "";

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "auto, mcp-memory, mem0, mem0-markdown, letta, chatgpt, claude, claude-projects, hindsight, "
                    + "langgraph or markdown (auto)")
    private String format = AUTO;

    @Option(names = "--dry-run", description = "only reads and counts, without Memlog")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var forced = forcedFormat();
        var source = Path.of(path);
        if (!Files.isDirectory(source)) {
            readable(path);
        }
        var progress = new Progress(context());
        var outcomes = new ImportReport(context(), progress);
        var report = new KindReport(context(), outcomes);
        var client = dryRun ? null : options.retrying(client(), context().sleeper());
        new StopNotice(
                        progress,
                        () -> "Stopped after " + outcomes.stored()
                                + " were stored. Run the same command again, which imports the rest and nothing twice.")
                .watch(() -> new FileImporter(options, forced, report, progress, client).run(source));
        if (isJson()) {
            print(report.summary(dryRun ? "to_store" : "stored").toString());
        } else {
            report.print(dryRun ? "to store" : "stored");
        }
        return report.exitCode();
    }

    private Optional<ExportFormat> forcedFormat() {
        if (format.equals(AUTO)) {
            return Optional.empty();
        }
        return Optional.of(Formats.named(format)
                .orElseThrow(() -> usageError(
                        "--format is auto or one of " + String.join(", ", Formats.names()) + ", not " + format)));
    }
}
