package io.memlog.cli.terminal;

import java.util.Map;
import java.util.Properties;

/// What the output and error streams can show. The launcher determines it, because Java cannot query each stream.
///
/// @param columns the maximum width of the output; unbounded when it is not a terminal
/// @param colours whether the output shows colours
/// @param live whether the error stream is a terminal, on which a line can be redrawn
public record Terminal(int columns, boolean colours, boolean live) {

    private static final int MIN_COLUMNS = 20;

    /// Neither stream is a terminal.
    public static Terminal none() {
        return new Terminal(Integer.MAX_VALUE, false, false);
    }

    /// Whether the output is a terminal.
    public boolean isTerminal() {
        return columns < Integer.MAX_VALUE;
    }

    /// From the launcher's system properties: `memlog.columns` (0 when the output is not a terminal) and `memlog.live`.
    public static Terminal of(Properties properties, Map<String, String> environment) {
        var columns = Integer.parseInt(properties.getProperty("memlog.columns", "0"));
        var plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                columns <= 0 ? Integer.MAX_VALUE : Math.max(MIN_COLUMNS, columns),
                columns > 0 && !plain,
                Boolean.parseBoolean(properties.getProperty("memlog.live")));
    }
}
