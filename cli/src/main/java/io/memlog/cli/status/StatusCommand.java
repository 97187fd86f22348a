package io.memlog.cli.status;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `memlog status`.
@Command(
        name = "status",
        description = {
            "Shows how Memlog, its stores and its indexes are doing.",
            "Ends with 5 when Memlog says that it is down, so that a script can wait for it."
        },
        footer = {
            "Examples:",
            "  memlog status",
            "  memlog status --url https://memlog.example.org",
            "  until memlog status >/dev/null 2>&1; do sleep 1; done",
            "  memlog status -o json | jq .dead_letters.open"
        })
public final class StatusCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    public StatusCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server().get(Query.of("/status"));
        var status = answer.json();
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            new StatusView(around).show(status);
        }
        return status.path("status").asString("").equals("down") ? ExitCode.UNREACHABLE : ExitCode.DONE;
    }
}
