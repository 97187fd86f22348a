package io.memlog.cli;

import io.memlog.cli.terminal.Surroundings;
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

/// Runs commands in this JVM, without waiting where they would.
final class Run {

    private final List<Duration> pauses = new ArrayList<>();
    private String input = "";
    private Terminal terminal = Terminal.none();
    private Map<String, String> environment = Map.of();

    static Ended memlog(String... arguments) {
        return new Run().run(arguments);
    }

    /// Runs it on this server.
    ///
    /// @param command one word or two
    static Ended memlog(StandIn server, String command, String... arguments) {
        var all = new ArrayList<>(List.of(command.split(" ", -1)));
        all.addAll(List.of("--url", server.url()));
        all.addAll(List.of(arguments));
        return new Run().run(all.toArray(String[]::new));
    }

    static Run with() {
        return new Run();
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

    Ended run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var around = new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                terminal,
                environment,
                Clock.systemUTC(),
                pauses::add);
        var status = new MemlogCli(around).run(arguments);
        return new Ended(
                status,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                List.copyOf(pauses));
    }

    /// @param pauses how long it would have waited
    record Ended(int status, String out, String err, List<Duration> pauses) {}
}
