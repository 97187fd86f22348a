package io.memlog.cli.jobs;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `memlog jobs cancel`.
@Command(
        name = "cancel",
        description = "Stops a job; what it has done so far stays done.",
        footer = {"Examples:", "  memlog jobs cancel 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10"})
public final class JobCancelCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the job")
    private String id = "";

    public JobCancelCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var nothing = Json.mapper().createObjectNode();
        var job = new Job(server.server().post(Query.of("/jobs", id, "cancel"), nothing));
        around.print(output.isJson() ? job.text() : job.outcome());
        return ExitCode.DONE;
    }
}
