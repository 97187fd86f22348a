package io.memlog.cli.store;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.terminal.Progress;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog store`.
@Command(
        name = "store",
        description = {
            "Stores memory logs from a file: one JSON object, a list of them, or one on each line.",
            "Each line has an idempotency key that depends on its content, so storing the same file again within 24 hours "
                    + "(memlog.ingest.idempotency-retention) stores nothing twice. After an interruption, the next run "
                    + "stores the rest.",
            "With -o json the output is {\"stored\",\"refused\",\"ids\":[…],"
                    + "\"errors\":[{\"line\",\"detail\",\"errors\":[{\"field\",\"detail\"}]}],\"last_line\"}, with at most 1,000 ids "
                    + "and errors."
        },
        footer = {
            "  memlog store --user ada --project shop notes.jsonl",
            "  memlog store memory.json",
            "  memlog export --user ada --project shop | memlog store --url http://other:8080 -",
            "  memlog store --from-line 5001 notes.jsonl"
        })
public final class StoreCommand extends ApiCommand {

    private static final String STDIN = "-";

    @Parameters(paramLabel = "FILE", description = "the file to read, or - for the standard input")
    private String file = STDIN;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Option(
            names = "--format",
            paramLabel = "auto|jsonl|json",
            description = "the format of the file: jsonl is one object on each line (auto)")
    private ImportFile.Format format = ImportFile.Format.AUTO;

    @Option(names = "--from-line", paramLabel = "N", description = "stores what begins on this line or later")
    private long fromLine = 1;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var progress = new Progress(context());
        var report = new ImportReport(context(), progress);
        var client = options.retrying(client(), context().sleeper());
        var importer = new Importer(options, new BatchSender(client, report), report, progress);
        new StopNotice(progress, () -> stopSentence(importer.lastLine())).watch(() -> {
            try (var source = file.equals(STDIN) ? ImportFile.of(context().in()) : ImportFile.of(readable(file))) {
                importer.run(source, format(), fromLine);
            }
        });
        print(isJson() ? report.summary().put("last_line", importer.lastLine()).toString() : report.sentence());
        return report.exitCode();
    }

    private static String stopSentence(long lastLine) {
        return "Stopped after line " + lastLine
                + ". Run the same command again, which stores nothing twice, or continue with --from-line "
                + (lastLine + 1) + ".";
    }

    private ImportFile.Format format() {
        var isLines = file.endsWith(".jsonl") || file.endsWith(".ndjson");
        return format == ImportFile.Format.AUTO && isLines ? ImportFile.Format.JSONL : format;
    }
}
