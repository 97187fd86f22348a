package io.memlog.cli.terminal;

import java.time.Duration;

/// How far long work is: a bar that is drawn again and again on a terminal, and a line now and then
/// elsewhere.
public final class Progress {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration LINES_APART = Duration.ofSeconds(10);
    private static final Duration TELLING = Duration.ofSeconds(2);
    private static final int BAR = 24;
    private static final int WIDEST = 79;
    private static final String CLEAR = "\r\u001B[K";

    private final Surroundings around;
    private final long started;
    private long shown;
    private boolean drawn;

    public Progress(Surroundings around) {
        this.around = around;
        this.started = around.clock().millis();
        this.shown = started;
    }

    /// Shows this state, unless one was shown just before.
    ///
    /// @param fraction what part is done, from 0 to 1; negative when nobody knows
    public void at(double fraction, String what) {
        var now = around.clock().millis();
        var live = around.terminal().live();
        if (now - shown < (live ? REDRAW : LINES_APART).toMillis()) {
            return;
        }
        shown = now;
        if (live) {
            var line = fraction < 0 ? what : bar(fraction) + " " + what + left(fraction, now);
            around.err()
                    .print(CLEAR
                            + TextWidth.cut(
                                    line, Math.min(WIDEST, around.terminal().columns() - 1)));
            around.err().flush();
            drawn = true;
        } else {
            around.say(what + left(fraction, now));
        }
    }

    /// Prints a line without tearing the bar.
    public void say(String line) {
        clear();
        around.say(line);
    }

    /// Removes the bar; a later state draws it again.
    public void clear() {
        if (drawn) {
            around.err().print(CLEAR);
            around.err().flush();
            drawn = false;
        }
    }

    private static String bar(double fraction) {
        var full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] %3d %%".formatted(Math.round(fraction * 100));
    }

    private String left(double fraction, long now) {
        var passed = now - started;
        if (fraction <= 0 || fraction >= 1 || passed < TELLING.toMillis()) {
            return "";
        }
        var millis = passed * (1 - fraction) / fraction;
        return ", " + Times.age(Math.round(millis / 1000)) + " left";
    }
}
