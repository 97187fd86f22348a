package io.memlog.cli.deadletters;

import io.memlog.cli.server.PageOptions;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `memlog dead-letters list`.
@Command(
        name = "list",
        description = "Lists dead letters, the newest first.",
        footer = {
            "Examples:",
            "  memlog dead-letters list --state open",
            "  memlog dead-letters list --memory 12",
            "  memlog dead-letters list --reason invalid --limit 100 -o json | jq -r .items[].id"
        })
public final class ListCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only in this state: open, replaying, replayed, skipped, superseded, parked or discarded")
    private @Nullable String state;

    @Mixin
    private final PageOptions page = new PageOptions();

    public ListCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var query = filter.on(Query.of("/dead-letters"))
                .with("state", state)
                .with("limit", page.limit())
                .with("cursor", page.cursor());
        var answer = server.server().get(query);
        if (output.isJson()) {
            around.print(answer.text());
            return ExitCode.DONE;
        }
        var letters = answer.json();
        if (letters.path("items").isEmpty()) {
            around.say("There are no such dead letters.");
        } else {
            new LetterTable(around).show(letters.path("items"));
            PageOptions.more(around, letters);
        }
        return ExitCode.DONE;
    }
}
