package io.memlog.cli.terminal;

/// Times as people read them.
public final class Times {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final int TO_THE_SECOND = "2025-11-13T08:30:00".length();

    private Times() {}

    /// A time of the API to the second, still UTC: `2025-11-13 08:30:00Z`.
    public static String shown(String time) {
        return time.length() > TO_THE_SECOND && time.charAt(10) == 'T'
                ? time.substring(0, TO_THE_SECOND).replace('T', ' ') + "Z"
                : time;
    }

    /// How long that is, to two units at most: `2 h 5 min`.
    public static String age(long seconds) {
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return two(seconds, MINUTE, "min", 1, "s");
        }
        return seconds < DAY ? two(seconds, HOUR, "h", MINUTE, "min") : two(seconds, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, int large, String largeName, int small, String smallName) {
        var rest = seconds % large / small;
        return seconds / large + " " + largeName + (rest == 0 ? "" : " " + rest + " " + smallName);
    }
}
