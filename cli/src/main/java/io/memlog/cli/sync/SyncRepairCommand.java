package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/// `memlog sync repair`.
@Command(
        name = "repair",
        description = {
            "Mends what checks have found: sends it to the index again, or removes it there,",
            "and compares it once more."
        },
        footer = {"Examples:", "  memlog sync repair --dry-run", "  memlog sync repair --projection vector --user ada"})
public final class SyncRepairCommand extends LimitedOperation {

    public SyncRepairCommand(Surroundings around) {
        super(around, "repair");
    }
}
