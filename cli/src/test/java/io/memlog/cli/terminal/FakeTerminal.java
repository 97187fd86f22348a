package io.memlog.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/// Streams whose output can be read back.
record FakeTerminal(ByteArrayOutputStream out, ByteArrayOutputStream err, CommandContext context) {

    static FakeTerminal of(Terminal terminal, Clock clock) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var context = new CommandContext(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                Map.of(),
                clock,
                _ -> {});
        return new FakeTerminal(out, err, context);
    }

    String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
