package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/// `memlog sync check`.
@Command(
        name = "check",
        description = {
            "Compares the indexes with the log, and notes what is missing, stale or orphaned.",
            "Changes nothing."
        },
        footer = {"Examples:", "  memlog sync check", "  memlog sync check --projection graph --user ada --limit 10000"
        })
public final class SyncCheckCommand extends LimitedOperation {

    public SyncCheckCommand(Surroundings around) {
        super(around, "check");
    }
}
