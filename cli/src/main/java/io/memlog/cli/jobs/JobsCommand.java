package io.memlog.cli.jobs;

import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `memlog jobs`.
@Command(
        name = "jobs",
        description = "Lists the jobs that Memlog works on by itself, such as replays; or shows, stops or awaits one.",
        footer = {
            "Examples:",
            "  memlog jobs",
            "  memlog jobs --state running -o json | jq -r .items[].id",
            "  memlog jobs wait 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10"
        })
public final class JobsCommand implements Callable<Integer> {

    @Mixin
    private final JobList list;

    public JobsCommand(Surroundings around) {
        this.list = new JobList(around);
    }

    @Override
    public Integer call() {
        return list.show();
    }
}
