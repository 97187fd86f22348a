package io.memlog.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/// What a command runs in: the streams, terminal, environment and clock of its process.
///
/// @param out for results only, so that scripts can parse it
/// @param err for everything else
public record CommandContext(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Map<String, String> environment,
        Clock clock,
        Sleeper sleeper) {

    /// The context of this process.
    public static CommandContext ofProcess() {
        var environment = System.getenv();
        return new CommandContext(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Terminal.of(System.getProperties(), environment),
                environment,
                Clock.systemUTC(),
                Thread::sleep);
    }

    /// Prints a line of the result.
    public void print(String line) {
        out.println(line);
    }

    /// Prints JSON as it is for scripts, and without control characters on a terminal.
    public void printJson(String json) {
        print(terminal.isTerminal() ? TerminalSanitizer.json(json) : json);
    }

    /// Prints a line that is not part of the result.
    public void info(String line) {
        out.flush();
        err.println(line);
    }

    /// Prints an error message, on one line and without control characters.
    public void error(String message) {
        info(styled(Style.BAD, TerminalSanitizer.line(message)));
    }

    public String styled(Style style, String text) {
        return terminal.colours() ? style.around(text) : text;
    }

    /// Waits; a test only records for how long.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }
}
