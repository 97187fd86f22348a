package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `memlog sync check`.
@Command(
        name = "check",
        description = {
            "Compares the indexes with the log, and notes what is missing, stale or orphaned.",
            "Changes nothing."
        },
        footer = {"Examples:", "  memlog sync check", "  memlog sync check --projection graph --user ada --limit 10000"
        })
public final class SyncCheckCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "compares so many memory logs of each index at most")
    private @Nullable Integer limit;

    public SyncCheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(around, "check", limit);
    }
}
