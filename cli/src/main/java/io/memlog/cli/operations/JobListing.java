package io.memlog.cli.operations;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.PageOptions;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists jobs; what `memlog jobs` and `memlog jobs list` share.
abstract class JobListing extends ApiCommand {

    private static final Table TABLE = Table.of(
            left("id", at("id")),
            left("kind", at("kind")),
            left("state", at("state")).styled(JobListing::style),
            right("done", at("progress/done", "-")),
            right("of", at("progress/total", "-")),
            left("created", time("created_at")).optional(),
            left("finished", time("finished_at", "-")).optional(),
            text("error", at("error")));

    @Option(names = "--kind", paramLabel = "KIND", description = "only of this kind, such as replay or archive")
    private @Nullable String kind;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only in this state: queued, running, completed, cancelled or failed")
    private @Nullable String state;

    @Mixin
    private final PageOptions page = new PageOptions();

    @Override
    public final Integer call() {
        var path = RequestPath.of("/jobs").with("kind", kind).with("state", state);
        return list(page.addTo(path), TABLE, "There are no such jobs.");
    }

    private static Style style(String state) {
        return switch (state) {
            case "completed" -> Style.GOOD;
            case "failed" -> Style.BAD;
            case "cancelled" -> Style.WARNING;
            default -> Style.PLAIN;
        };
    }
}
