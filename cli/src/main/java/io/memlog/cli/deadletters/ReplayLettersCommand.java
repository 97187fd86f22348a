package io.memlog.cli.deadletters;

import io.memlog.cli.jobs.Submitted;
import io.memlog.cli.jobs.WaitOptions;
import io.memlog.cli.server.Answer;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.Server;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog dead-letters replay`.
@Command(
        name = "replay",
        description = {
            "Sends dead letters to the index that could not take them again: one, or all open ones that match.",
            "Waits until each is settled and says how many were replayed, skipped (deleted or superseded since), failed "
                    + "again or are parked (failed too often). Ends with 6 unless all are replayed or skipped."
        },
        footer = {
            "Examples:",
            "  memlog dead-letters replay 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f",
            "  memlog dead-letters replay --group 1f0c9e2b7a5d4c38 --dry-run",
            "  memlog dead-letters replay --consumer graph --from 2025-11-13 --rate 50",
            "  memlog dead-letters replay --all --no-wait -o json | jq -r .id"
        })
public final class ReplayLettersCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "the id of one dead letter")
    private @Nullable String id;

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    @Option(names = "--all", description = "all open dead letters; needed where nothing limits them")
    private boolean all;

    @Option(names = "--dry-run", description = "only shows how many it would be, and the first of them")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "how many a second, from 1 to 10000")
    private @Nullable Integer rate;

    @Mixin
    private final WaitOptions options = new WaitOptions();

    public ReplayLettersCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireSense();
        var memlog = server.server();
        return new Submitted(around, memlog, output, options)
                .finish(ask(memlog), "open dead letters", new LetterTable(around)::show);
    }

    private Answer ask(Server memlog) {
        var body = Json.mapper().createObjectNode();
        if (id != null) {
            return memlog.post(Query.of("/dead-letters", id, "replay"), body);
        }
        body.set("filter", filter.json());
        body.put("dry_run", dryRun).put("rate_per_second", rate);
        return memlog.post(Query.of("/dead-letters/replay"), body);
    }

    private void requireSense() {
        if (id != null) {
            if (all || dryRun || rate != null || !filter.isEmpty()) {
                throw new MisuseException(
                        "the ID of one dead letter goes without filters, --all, --dry-run and --rate");
            }
        } else if (all != filter.isEmpty()) {
            throw new MisuseException(
                    all ? "--all does not go with filters" : "say which dead letters: an ID, filters, or --all");
        }
    }
}
