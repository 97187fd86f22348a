package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `memlog sync repair`.
@Command(
        name = "repair",
        description = {
            "Mends what checks have found: sends it to the index again, or removes it there,",
            "and compares it once more."
        },
        footer = {"Examples:", "  memlog sync repair --dry-run", "  memlog sync repair --projection vector --user ada"})
public final class SyncRepairCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "mends so many at most")
    private @Nullable Integer limit;

    public SyncRepairCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(around, "repair", limit);
    }
}
