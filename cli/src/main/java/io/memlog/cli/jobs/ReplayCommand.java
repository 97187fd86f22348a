package io.memlog.cli.jobs;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.schemas.json.Json;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `memlog replay`.
@Command(
        name = "replay",
        description = {
            "Sends the latest state of memory logs to one index again, which fills or repairs it.",
            "Waits until all is sent. The index follows; memlog status shows how far it is behind."
        },
        footer = {
            "Examples:",
            "  memlog replay --projection vector --user ada --dry-run",
            "  memlog replay --projection graph --user ada --project shop --from 2025-11-01",
            "  memlog replay --projection vector --all --rate 1000 --no-wait"
        })
public final class ReplayCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--projection",
            paramLabel = "vector|graph",
            required = true,
            description = "the index to send them to")
    private String projection = "";

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "only of this user")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "only of this project")
    private @Nullable String project;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "only those whose latest event is memory_log.stored, memory_log.updated or memory_log.deleted")
    private @Nullable String type;

    @Option(names = "--from", paramLabel = "TIME", description = "only those changed then or later")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "only those changed then or earlier")
    private @Nullable String to;

    @Option(names = "--all", description = "all memory logs; needed where nothing limits them")
    private boolean all;

    @Option(names = "--dry-run", description = "only shows how many it would be")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "how many a second, from 1 to 10000")
    private @Nullable Integer rate;

    @Mixin
    private final WaitOptions options = new WaitOptions();

    public ReplayCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        var limited = Stream.of(user, project, type, from, to).anyMatch(option -> option != null);
        if (limited == all) {
            throw new MisuseException(
                    all ? "--all does not go with what limits it" : "say which memory logs, or --all");
        }
        var memlog = server.server();
        var answer = memlog.post(Query.of("/replays"), request());
        return new Submitted(around, memlog, output, options).finish(answer, "memory logs", this::sample);
    }

    private ObjectNode request() {
        var request = Json.mapper()
                .createObjectNode()
                .put("projection", projection)
                .put("user_id", user)
                .put("project_id", project)
                .put("type", type)
                .put("from", from)
                .put("to", to)
                .put("rate_per_second", rate)
                .put("dry_run", dryRun);
        request.removeNulls();
        return request;
    }

    private void sample(JsonNode memories) {
        var table = Table.of(
                Column.right("id"),
                Column.right("version"),
                Column.left("type"),
                Column.text("user"),
                Column.text("project"));
        memories.forEach(memory -> table.row(
                memory.path("memory_log_id").asString(""),
                memory.path("version").asString(""),
                memory.path("type").asString(""),
                memory.path("user_id").asString(""),
                memory.path("project_id").asString("")));
        table.print(around);
    }
}
