package io.memlog.cli;

import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a command in this JVM, without waiting where it would.
final class Run {

    private final FakeMemlog memlog;
    private final List<Duration> pauses = new ArrayList<>();
    private String input = "";
    private Terminal terminal = Terminal.none();
    private Map<String, String> environment = Map.of("HOME", "/nonexistent");

    Run(FakeMemlog memlog) {
        this.memlog = memlog;
    }

    Run input(String text) {
        this.input = text;
        return this;
    }

    Run terminal(Terminal terminal) {
        this.terminal = terminal;
        return this;
    }

    Run environment(Map<String, String> environment) {
        this.environment = environment;
        return this;
    }

    /// Runs it on the fake Memlog unless it names a `--url`.
    ///
    /// @param command the words of a command
    /// @param more arguments that may contain spaces
    Ended run(String command, String... more) {
        var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--url")) {
            arguments.addAll(List.of("--url", memlog.url()));
        }
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var context = new CommandContext(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                terminal,
                environment,
                Clock.systemUTC(),
                pauses::add);
        var status = new MemlogCli(context).run(arguments.toArray(String[]::new));
        return new Ended(
                status,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                List.copyOf(pauses));
    }

    /// @param pauses how long it would have waited
    record Ended(int status, String out, String err, List<Duration> pauses) {}
}
