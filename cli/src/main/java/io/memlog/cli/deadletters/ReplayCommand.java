package io.memlog.cli.deadletters;

import io.memlog.cli.client.RequestPath;
import io.memlog.cli.operations.JobSubmissionCommand;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog dead-letters replay`.
@Command(
        name = "replay",
        description = {
            "Sends dead letters to their projection again: one, or all open ones that match.",
            "Waits until each replay is finished and says how many were replayed, skipped (deleted or superseded since), "
                    + "failed again or are parked (failed too often). Ends with 6 unless all are replayed or skipped."
        },
        footer = {
            "  memlog dead-letters replay 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f",
            "  memlog dead-letters replay --group 1f0c9e2b7a5d4c38 --dry-run",
            "  memlog dead-letters replay --projection graph --from 2025-11-13 --rate 50",
            "  memlog dead-letters replay --all --no-wait -o json | jq -r .id"
        })
final class ReplayCommand extends JobSubmissionCommand {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "the id of one dead letter")
    private @Nullable String id;

    @Mixin
    private final DeadLetterFilter filter = new DeadLetterFilter();

    @Option(names = "--all", description = "all open dead letters; required without a filter")
    private boolean all;

    @Option(names = "--dry-run", description = "only shows how many match, and the first of them")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "how many per second, from 1 to 10000")
    private @Nullable Integer rate;

    @Override
    public Integer call() throws InterruptedException {
        var request = Json.mapper().createObjectNode();
        var path = RequestPath.of("/dead-letters/replay");
        if (id != null) {
            if (all || dryRun || rate != null || !filter.json().isEmpty()) {
                throw usageError(
                        "the ID of one dead letter cannot be combined with filters, --all, --dry-run or --rate");
            }
            path = RequestPath.of("/dead-letters", id, "replay");
        } else {
            if (all != filter.json().isEmpty()) {
                throw usageError(all ? "--all cannot be combined with filters" : "use an ID, a filter or --all");
            }
            request.set("filter", filter.json());
            request.put("dry_run", dryRun).put("rate_per_second", rate);
        }
        return submit(path, request, found -> previewReplay(found, "open dead letters", DeadLettersCommand.TABLE));
    }
}
