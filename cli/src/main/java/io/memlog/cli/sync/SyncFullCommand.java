package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `memlog sync full`.
@Command(
        name = "full",
        description = {"Checks, and repairs what it finds."},
        footer = {"Examples:", "  memlog sync full", "  memlog sync full --user ada --project shop"})
public final class SyncFullCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "compares so many memory logs of each index, and mends so many, at most")
    private @Nullable Integer limit;

    public SyncFullCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(around, "full", limit);
    }
}
