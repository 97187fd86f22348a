package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `memlog sync rebuild`.
@Command(
        name = "rebuild",
        description = {
            "Fills the indexes again from the latest state of every memory log, as after a store has lost its data.",
            "Vectors that were made before by the same model are used again."
        },
        footer = {"Examples:", "  memlog sync rebuild", "  memlog sync rebuild --projection vector --no-wait"})
public final class SyncRebuildCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    public SyncRebuildCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(around, "rebuild", null);
    }
}
