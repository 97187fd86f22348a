package io.memlog.cli.terminal;

import java.time.Duration;

/// Shows the progress of long work: a bar that is redrawn on a terminal, and a line at intervals elsewhere.
public final class Progress {

    private static final Duration REDRAW_INTERVAL = Duration.ofMillis(100);
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
    private static final Duration MIN_ELAPSED_FOR_ESTIMATE = Duration.ofSeconds(2);
    private static final int BAR_WIDTH = 24;
    private static final int MAX_WIDTH = 79;
    private static final String CLEAR = "\r\u001B[K";

    private final CommandContext context;
    private final long started;
    private long shown;
    private boolean drawn;

    public Progress(CommandContext context) {
        this.context = context;
        this.started = context.clock().millis();
        this.shown = started;
    }

    /// Shows this state, unless another was shown less than an interval ago.
    ///
    /// @param fraction the part that is done, from 0 to 1; negative when unknown
    public void update(double fraction, String state) {
        var now = context.clock().millis();
        var live = context.terminal().live();
        if (now - shown < (live ? REDRAW_INTERVAL : LINE_INTERVAL).toMillis()) {
            return;
        }
        shown = now;
        if (live) {
            var line = fraction < 0 ? state : bar(fraction) + " " + state + remaining(fraction, now);
            context.err()
                    .print(CLEAR
                            + TextWidth.cut(
                                    line, Math.min(MAX_WIDTH, context.terminal().columns() - 1)));
            context.err().flush();
            drawn = true;
        } else {
            context.info(state + remaining(fraction, now));
        }
    }

    /// Prints a line in place of the bar.
    public void info(String line) {
        clear();
        context.info(line);
    }

    /// Removes the bar; a later update draws it again.
    public void clear() {
        if (drawn) {
            context.err().print(CLEAR);
            context.err().flush();
            drawn = false;
        }
    }

    private static String bar(double fraction) {
        var full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR_WIDTH);
        return "[" + "#".repeat(full) + "-".repeat(BAR_WIDTH - full) + "] %3d %%".formatted(Math.round(fraction * 100));
    }

    private String remaining(double fraction, long now) {
        var passed = now - started;
        if (fraction <= 0 || fraction >= 1 || passed < MIN_ELAPSED_FOR_ESTIMATE.toMillis()) {
            return "";
        }
        var millis = passed * (1 - fraction) / fraction;
        return ", " + Durations.format(Math.round(millis / 1000)) + " left";
    }
}
