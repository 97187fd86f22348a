package io.memlog.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// What the person who started Memlog sees.
record Screen(PrintStream out) {

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void starting(String part) {
        out.printf(Locale.ROOT, "  %-17s starting …%n", part);
        out.flush();
    }

    void started(String part, Duration time, String whereabouts) {
        out.printf(Locale.ROOT, "  %-17s up after %4.1f s   %s%n", part, time.toMillis() / 1000.0, whereabouts);
        out.flush();
    }
}
