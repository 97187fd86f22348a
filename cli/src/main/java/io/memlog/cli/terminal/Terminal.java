package io.memlog.cli.terminal;

import java.util.Map;
import java.util.Properties;

/// What the other ends of our streams can show. The launcher finds out, because Java cannot ask about each
/// stream.
///
/// @param columns how wide the output may be; without bounds where it is no terminal
/// @param colours whether the output shows colours
/// @param live whether the error stream is a terminal, on which a line can be drawn again
public record Terminal(int columns, boolean colours, boolean live) {

    private static final int NARROWEST = 20;

    /// Neither stream is a terminal.
    public static Terminal none() {
        return new Terminal(Integer.MAX_VALUE, false, false);
    }

    /// As the launcher describes it in `memlog.columns` (of the output, when it is a terminal) and
    /// `memlog.live`.
    public static Terminal of(Properties properties, Map<String, String> environment) {
        var columns = Integer.parseInt(properties.getProperty("memlog.columns", "0"));
        var plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                columns <= 0 ? Integer.MAX_VALUE : Math.max(NARROWEST, columns),
                columns > 0 && !plain,
                Boolean.parseBoolean(properties.getProperty("memlog.live")));
    }
}
