package io.memlog.cli.operations;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.RequestPath;
import io.memlog.cli.client.TenantFilter;
import io.memlog.cli.terminal.Table;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `memlog replay`.
@Command(
        name = "replay",
        description = {
            "Sends the latest state of memory logs to one projection again, which fills or repairs it.",
            "Waits until all are sent. The projection applies them afterwards; memlog status shows its lag."
        },
        footer = {
            "  memlog replay --projection vector --user ada --dry-run",
            "  memlog replay --projection graph --user ada --project shop --from 2025-11-01",
            "  memlog replay --projection vector --all --rate 1000 --no-wait"
        })
public final class ReplayCommand extends JobSubmissionCommand {

    private static final Table SAMPLE = Table.of(
            right("id", at("memory_log_id")),
            right("version", at("version")),
            left("type", at("type")),
            text("user", at("user_id")),
            text("project", at("project_id")));

    @Option(
            names = "--projection",
            paramLabel = "vector|graph",
            required = true,
            description = "the projection to send them to")
    private String projection = "";

    @Mixin
    private final TenantFilter tenant = new TenantFilter();

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

    @Option(names = "--all", description = "all memory logs; required without a filter")
    private boolean all;

    @Option(names = "--dry-run", description = "only shows how many match")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "how many per second, from 1 to 10000")
    private @Nullable Integer rate;

    @Override
    public Integer call() throws InterruptedException {
        var filter = tenant.addTo(Json.mapper().createObjectNode())
                .put("type", type)
                .put("from", from)
                .put("to", to);
        filter.removeNulls();
        if (filter.isEmpty() != all) {
            throw usageError(all ? "--all cannot be combined with filters" : "use a filter or --all");
        }
        var request = Json.mapper().createObjectNode().put("projection", projection);
        request.setAll(filter);
        request.put("rate_per_second", rate).put("dry_run", dryRun);
        return submit(RequestPath.of("/replays"), request, found -> previewReplay(found, "memory logs", SAMPLE));
    }
}
