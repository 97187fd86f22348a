package io.memlog.cli.terminal;

/// Durations as people read them.
public final class Durations {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Durations() {}

    /// A duration in at most two units: `2 h 5 min`.
    public static String format(long seconds) {
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return inUnits(seconds, MINUTE, "min", 1, "s");
        }
        return seconds < DAY ? inUnits(seconds, HOUR, "h", MINUTE, "min") : inUnits(seconds, DAY, "d", HOUR, "h");
    }

    private static String inUnits(long seconds, int large, String largeName, int small, String smallName) {
        var rest = seconds % large / small;
        return seconds / large + " " + largeName + (rest == 0 ? "" : " " + rest + " " + smallName);
    }
}
