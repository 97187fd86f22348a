package io.memlog.cli.deadletters;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog dead-letters show`.
@Command(
        name = "show",
        description = "Shows one dead letter: what it holds, why it failed, and what happened to it since.",
        footer = {
            "Examples:",
            "  memlog dead-letters show 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f",
            "  memlog dead-letters show 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --stack",
            "  memlog dead-letters show 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f -o json | jq .payload.json"
        })
public final class ShowLetterCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the dead letter")
    private String id = "";

    @Option(names = "--stack", description = "with the whole stack trace")
    private boolean stack;

    @Option(names = "--headers", description = "with the headers of the message")
    private boolean headers;

    public ShowLetterCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server().get(Query.of("/dead-letters", id));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            new LetterView(around, stack, headers).show(answer.json());
        }
        return ExitCode.DONE;
    }
}
