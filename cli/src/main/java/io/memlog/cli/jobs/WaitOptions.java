package io.memlog.cli.jobs;

import java.time.Duration;
import picocli.CommandLine.Option;

/// Whether and how long to wait for a job.
public final class WaitOptions {

    @Option(names = "--no-wait", order = 50, description = "returns at once; memlog jobs wait waits for it later")
    private boolean noWait;

    @Option(
            names = "--wait-at-most",
            paramLabel = "SECONDS",
            order = 51,
            defaultValue = "3600",
            description = "how long to wait; the job goes on behind that (3600)")
    private long patience;

    boolean waits() {
        return !noWait;
    }

    Duration patience() {
        return Duration.ofSeconds(patience);
    }
}
