package io.memlog.cli.jobs;

import io.memlog.cli.server.PageOptions;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Cell;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// A page of jobs, and the options that choose it.
final class JobList {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--kind", paramLabel = "KIND", description = "only of this kind, such as replay or archive")
    private @Nullable String kind;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only in this state: queued, running, completed, cancelled or failed")
    private @Nullable String state;

    @Mixin
    private final PageOptions page = new PageOptions();

    JobList(Surroundings around) {
        this.around = around;
    }

    int show() {
        var query = Query.of("/jobs")
                .with("kind", kind)
                .with("state", state)
                .with("limit", page.limit())
                .with("cursor", page.cursor());
        var answer = server.server().get(query);
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            table(answer.json());
        }
        return ExitCode.DONE;
    }

    private void table(JsonNode jobs) {
        if (jobs.path("items").isEmpty()) {
            around.say("There are no such jobs.");
            return;
        }
        var table = Table.of(
                Column.left("id"),
                Column.left("kind"),
                Column.left("state"),
                Column.right("done"),
                Column.right("of"),
                Column.left("created").spare(),
                Column.left("finished").spare(),
                Column.text("error"));
        jobs.path("items")
                .forEach(job -> table.row(
                        job.path("id").asString(""),
                        job.path("kind").asString(""),
                        new Cell(job.path("state").asString(""), JobView.style(job)),
                        job.path("progress").path("done").asString("-"),
                        job.path("progress").path("total").asString("-"),
                        Times.shown(job.path("created_at").asString("")),
                        Times.shown(job.path("finished_at").asString("-")),
                        job.path("error").asString("")));
        table.print(around);
        PageOptions.more(around, jobs);
    }
}
