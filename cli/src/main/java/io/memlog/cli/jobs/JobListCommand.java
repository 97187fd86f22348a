package io.memlog.cli.jobs;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `memlog jobs list`.
@Command(
        name = "list",
        description = "Lists jobs, the newest first.",
        footer = {"Examples:", "  memlog jobs list", "  memlog jobs list --kind replay --state failed"})
public final class JobListCommand implements Callable<Integer> {

    @Mixin
    private final JobList list;

    public JobListCommand(Surroundings around) {
        this.list = new JobList(around);
    }

    @Override
    public Integer call() {
        return list.show();
    }
}
