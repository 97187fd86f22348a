package io.memlog.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/// All that a command has around it besides the server.
///
/// @param out for results only, so that scripts can read it
/// @param err for everything else
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Map<String, String> environment,
        Clock clock,
        Pause pause) {

    /// Those of this process.
    public static Surroundings ofProcess() {
        var environment = System.getenv();
        return new Surroundings(
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

    /// Prints a line that is not part of the result.
    public void say(String line) {
        out.flush();
        err.println(line);
    }

    public String styled(Style style, String text) {
        return terminal.colours() ? style.around(text) : text;
    }

    /// Waits.
    @FunctionalInterface
    public interface Pause {
        void pause(Duration time) throws InterruptedException;
    }
}
