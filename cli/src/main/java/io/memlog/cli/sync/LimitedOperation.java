package io.memlog.cli.sync;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// An operation on the indexes that can be bounded.
abstract class LimitedOperation implements Callable<Integer> {

    private final Surroundings around;
    private final String operation;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "compares so many memory logs of each index, and mends so many, at most")
    private @Nullable Integer limit;

    LimitedOperation(Surroundings around, String operation) {
        this.around = around;
        this.operation = operation;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(around, operation, limit);
    }
}
