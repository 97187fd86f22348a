package io.memlog.cli.deadletters;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog dead-letters discard`.
@Command(
        name = "discard",
        description = "Gives a dead letter up. It is kept, as discarded, with the reason.",
        footer = {"Examples:", "  memlog dead-letters discard 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --reason 'test data'"
        })
public final class DiscardCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the dead letter")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why, for those who wonder later")
    private String reason = "";

    public DiscardCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var body = Json.mapper().createObjectNode().put("reason", reason);
        var answer = server.server().post(Query.of("/dead-letters", id, "discard"), body);
        around.print(output.isJson() ? answer.text() : "The dead letter " + id + " is discarded.");
        return ExitCode.DONE;
    }
}
