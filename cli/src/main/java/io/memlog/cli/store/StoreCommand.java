package io.memlog.cli.store;

import io.memlog.cli.server.RefusedException;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.server.UnexpectedAnswerException;
import io.memlog.cli.server.UnreachableException;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog store`.
@Command(
        name = "store",
        description = {
            "Stores memory logs from a file: one JSON object, a list of them, or one on each line.",
            "Each line has an idempotency key made of its content, so storing the same file again within 24 hours "
                    + "(memlog.ingest.idempotency-retention) stores nothing twice. What an interrupted run has not "
                    + "stored, the next one does.",
            "With -o json the answer is {\"stored\",\"refused\",\"last_line\",\"ids\":[…],"
                    + "\"errors\":[{\"line\",\"detail\",\"errors\":[{\"field\",\"detail\"}]}]}, with at most 1,000 ids "
                    + "and errors."
        },
        footer = {
            "Examples:",
            "  memlog store --user ada --project shop notes.jsonl",
            "  memlog store memory.json",
            "  memlog export --user ada --project shop | memlog store --url http://other:8080 -",
            "  memlog store --from-line 5001 notes.jsonl"
        })
public final class StoreCommand implements Callable<Integer> {

    private static final String STDIN = "-";

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "the file to read, or - for the standard input")
    private String file = STDIN;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "the user of memory logs that name none")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "the project of memory logs that name none")
    private @Nullable String project;

    @Option(
            names = "--format",
            paramLabel = "auto|jsonl|json",
            description = "how the file is written: jsonl is one object on each line (found out by itself)")
    private Source.Format format = Source.Format.AUTO;

    @Option(names = "--from-line", paramLabel = "N", description = "stores what begins on this line or later")
    private long fromLine = 1;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long an outage is waited out (60)")
    private long patience;

    public StoreCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var progress = new Progress(around);
        var report = new Report(around, progress);
        var sender = new Sender(server.server(), around, Duration.ofSeconds(patience), report);
        var interruption = Interruption.says(() -> stopped(report, progress));
        try (var source = source()) {
            new Load(source, new Lines(user, project), sender, report, progress).run(format(), fromLine);
        } catch (RefusedException | UnreachableException | UnexpectedAnswerException e) {
            stopped(report, progress);
            throw e;
        } finally {
            interruption.cancel();
            progress.clear();
        }
        sumUp(report);
        return report.exitCode();
    }

    private void sumUp(Report report) {
        if (output.isJson()) {
            around.print(report.summary().toString());
        } else {
            around.print(report.sentence());
        }
    }

    private void stopped(Report report, Progress progress) {
        progress.say("Stopped after line " + report.lastLine()
                + ". Run the same again, which stores nothing twice, or go on with --from-line "
                + (report.lastLine() + 1) + ".");
    }

    private Source source() throws IOException {
        if (file.equals(STDIN)) {
            return Source.of(around.in());
        }
        var path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new MisuseException(file + (Files.exists(path) ? " is no file that can be read" : " does not exist"));
        }
        return Source.of(path);
    }

    private Source.Format format() {
        var isLines = file.endsWith(".jsonl") || file.endsWith(".ndjson");
        return format == Source.Format.AUTO && isLines ? Source.Format.JSONL : format;
    }
}
