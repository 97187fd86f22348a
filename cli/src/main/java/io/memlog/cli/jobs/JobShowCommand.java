package io.memlog.cli.jobs;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `memlog jobs show`.
@Command(
        name = "show",
        description = "Shows one job.",
        footer = {"Examples:", "  memlog jobs show 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10"})
public final class JobShowCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the job")
    private String id = "";

    public JobShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server().get(Query.of("/jobs", id));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            new JobView(around).show(answer.json());
        }
        return ExitCode.DONE;
    }
}
