package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/// `memlog sync full`.
@Command(
        name = "full",
        description = {"Checks, and repairs what it finds."},
        footer = {"Examples:", "  memlog sync full", "  memlog sync full --user ada --project shop"})
public final class SyncFullCommand extends LimitedOperation {

    public SyncFullCommand(Surroundings around) {
        super(around, "full");
    }
}
