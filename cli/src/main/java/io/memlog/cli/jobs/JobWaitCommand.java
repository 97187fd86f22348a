package io.memlog.cli.jobs;

import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `memlog jobs wait`.
@Command(
        name = "wait",
        description =
                "Waits until a job has ended and the dead letters that it sent are settled, and says what came of it.",
        footer = {"Examples:", "  memlog jobs wait 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10 --wait-at-most 600"})
public final class JobWaitCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the job")
    private String id = "";

    @Mixin
    private final WaitOptions options = new WaitOptions();

    public JobWaitCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Submitted(around, server.server(), output, options).await(id);
    }
}
