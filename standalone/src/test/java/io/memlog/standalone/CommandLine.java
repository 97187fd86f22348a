package io.memlog.standalone;

import io.memlog.cli.MemlogCli;
import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/// The command line in this JVM, talking to one Memlog.
///
/// @param url where that Memlog is
record CommandLine(String url) {

    /// @param arguments a command with its options and parameters
    Ended run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var context = new CommandContext(
                InputStream.nullInputStream(),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                Terminal.none(),
                Map.of(),
                Clock.systemUTC(),
                Thread::sleep);
        var all = Stream.concat(Arrays.stream(arguments), Stream.of("--url", url));
        var status = new MemlogCli(context).run(all.toArray(String[]::new));
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    record Ended(int status, String output, String errors) {}
}
