package io.memlog.cli.sync;

import io.memlog.cli.server.PageOptions;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `memlog sync findings`.
@Command(
        name = "findings",
        description = "Lists where an index did not agree with the log, the latest first.",
        footer = {
            "Examples:",
            "  memlog sync findings --state open",
            "  memlog sync findings --kind orphaned --projection graph -o json | jq -r .items[].memory_log_id"
        })
public final class SyncFindingsCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Option(names = "--kind", paramLabel = "KIND", order = 4, description = "only what is missing, stale or orphaned")
    private @Nullable String kind;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            order = 5,
            description = "only what is open, repaired, or gone by itself")
    private @Nullable String state;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "how many at most, from 1 to 1000 (100)")
    private @Nullable Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", order = 61, description = "goes on where the list before ended")
    private @Nullable String cursor;

    public SyncFindingsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server()
                .get(Query.of("/sync/findings")
                        .with("projection", scope.projection())
                        .with("user_id", scope.user())
                        .with("project_id", scope.project())
                        .with("kind", kind)
                        .with("state", state)
                        .with("limit", limit)
                        .with("cursor", cursor));
        if (output.isJson()) {
            around.print(answer.text());
            return ExitCode.DONE;
        }
        var findings = answer.json();
        if (findings.path("items").isEmpty()) {
            around.say("There are no such findings.");
        } else {
            table(findings.path("items"));
            PageOptions.more(around, findings);
        }
        return ExitCode.DONE;
    }

    private void table(JsonNode findings) {
        var table = Table.of(
                Column.left("index"),
                Column.right("memory"),
                Column.left("kind"),
                Column.right("log"),
                Column.right("index has"),
                Column.left("state"),
                Column.left("last seen").spare(),
                Column.text("user"),
                Column.text("project"));
        findings.forEach(finding -> table.row(
                finding.path("projection").asString(""),
                finding.path("memory_log_id").asString(""),
                finding.path("kind").asString(""),
                finding.path("log_version").asString("-"),
                finding.path("index_version").asString("-"),
                finding.path("state").asString(""),
                Times.shown(finding.path("last_seen").asString("")),
                finding.path("user_id").asString(""),
                finding.path("project_id").asString("")));
        table.print(around);
    }
}
