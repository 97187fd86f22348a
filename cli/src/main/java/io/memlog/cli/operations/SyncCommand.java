package io.memlog.cli.operations;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.client.TenantFilter;
import io.memlog.cli.terminal.Table;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `memlog sync`.
@Command(
        name = "sync",
        description = "Compares the projections with the log, and repairs where they differ.",
        subcommands = {
            SyncCommand.StatusCommand.class,
            SyncCommand.CheckCommand.class,
            SyncCommand.FindingsCommand.class,
            SyncCommand.RepairCommand.class,
            SyncCommand.FullCommand.class,
            SyncCommand.RebuildCommand.class
        },
        footer = {
            "  memlog sync check",
            "  memlog sync findings --state open",
            "  memlog sync repair --user ada",
            "  memlog sync rebuild --projection vector"
        })
public final class SyncCommand {

    @Command(
            name = "status",
            description = "Shows the open findings of each projection, and when all of it was last compared.",
            footer = {"  memlog sync status", "  memlog sync status -o json | jq .scheduler"})
    static final class StatusCommand extends ApiCommand {

        private static final Table TABLE = Table.of(
                left("projection", at("name")),
                left("last compared", time("last_check/ended_at", "-")),
                right("memories", at("last_check/memories", "-")),
                right("missing", at("findings/open/missing")),
                right("stale", at("findings/open/stale")),
                right("orphaned", at("findings/open/orphaned")),
                right(
                        "jobs",
                        projection -> String.valueOf(projection.path("jobs").size())));

        @Override
        public Integer call() {
            return show(client().get(RequestPath.of("/sync")), this::view);
        }

        private void view(JsonNode sync) {
            TABLE.print(context(), sync.path("projections"));
            print("");
            print("The continuous check is " + at("scheduler/state", "off").of(sync) + ".");
        }
    }

    @Command(
            name = "findings",
            description = "Lists where a projection differs from the log, the latest first.",
            footer = {
                "  memlog sync findings --state open",
                "  memlog sync findings --kind orphaned --projection graph -o json | jq -r .items[].memory_log_id"
            })
    static final class FindingsCommand extends ApiCommand {

        private static final Table TABLE = Table.of(
                left("projection", at("projection")),
                right("memory", at("memory_log_id")),
                left("kind", at("kind")),
                right("log version", at("log_version", "-")),
                right("projected", at("index_version", "-")),
                left("state", at("state")),
                left("last seen", time("last_seen")).optional(),
                text("user", at("user_id")),
                text("project", at("project_id")));

        @Option(names = "--projection", paramLabel = "vector|graph", description = "only of this projection")
        private @Nullable String projection;

        @Mixin
        private final TenantFilter tenant = new TenantFilter();

        @Option(names = "--kind", paramLabel = "KIND", description = "only missing, stale or orphaned")
        private @Nullable String kind;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only open, repaired or gone (resolved by itself)")
        private @Nullable String state;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "how many at most, from 1 to 1000 (100)")
        private @Nullable Integer limit;

        @Option(names = "--cursor", paramLabel = "CURSOR", description = "continues a list, from its last page")
        private @Nullable String cursor;

        @Override
        public Integer call() {
            var path = tenant.addTo(RequestPath.of("/sync/findings").with("projection", projection))
                    .with("kind", kind)
                    .with("state", state)
                    .with("limit", limit)
                    .with("cursor", cursor);
            return list(path, TABLE, "There are no such findings.");
        }
    }

    /// Starts the operation that the command is named after.
    abstract static class OperationCommand extends JobSubmissionCommand {

        @Option(names = "--projection", paramLabel = "vector|graph", description = "only of this projection")
        private @Nullable String projection;

        @Mixin
        private final TenantFilter tenant = new TenantFilter();

        @Option(names = "--dry-run", description = "only shows what would be compared")
        private boolean dryRun;

        @Override
        public final Integer call() throws InterruptedException {
            var request =
                    Json.mapper().createObjectNode().put("operation", name()).put("projection", projection);
            tenant.addTo(request).put("limit", limit()).put("dry_run", dryRun);
            return submit(RequestPath.of("/sync"), request, this::preview);
        }

        @Nullable
        Integer limit() {
            return null;
        }

        private void preview(JsonNode found) {
            print("%s memory logs of %s projects would be compared; %s findings are open."
                    .formatted(
                            at("memories", "?").of(found),
                            at("tenants", "?").of(found),
                            at("findings", "?").of(found)));
        }
    }

    abstract static class LimitedOperationCommand extends OperationCommand {

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                order = 40,
                description = "compares and repairs at most so many memory logs of each projection")
        private @Nullable Integer limit;

        @Override
        @Nullable
        final Integer limit() {
            return limit;
        }
    }

    @Command(
            name = "check",
            description = "Compares the projections with the log, and records what is missing, stale or orphaned. "
                    + "Changes nothing.",
            footer = {"  memlog sync check", "  memlog sync check --projection graph --user ada --limit 10000"})
    static final class CheckCommand extends LimitedOperationCommand {}

    @Command(
            name = "repair",
            description = "Repairs what checks have found: sends it to the projection again or removes it there, and "
                    + "compares it once more.",
            footer = {"  memlog sync repair --dry-run", "  memlog sync repair --projection vector --user ada"})
    static final class RepairCommand extends LimitedOperationCommand {}

    @Command(
            name = "full",
            description = "Checks, and repairs what it finds.",
            footer = {"  memlog sync full", "  memlog sync full --user ada --project shop"})
    static final class FullCommand extends LimitedOperationCommand {}

    @Command(
            name = "rebuild",
            description = {
                "Fills the projections again from the latest state of every memory log, as after a store has lost its data.",
                "Vectors of the same model are reused."
            },
            footer = {"  memlog sync rebuild", "  memlog sync rebuild --projection vector --no-wait"})
    static final class RebuildCommand extends OperationCommand {}
}
