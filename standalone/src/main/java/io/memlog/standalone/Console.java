package io.memlog.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// The output of the start and stop of Memlog.
record Console(PrintStream out) {

    void print(String line) {
        out.println(line);
        out.flush();
    }

    void starting(String component) {
        out.printf(Locale.ROOT, "  %-17s starting …%n", component);
        out.flush();
    }

    void started(String component, Duration time, String address) {
        out.printf(Locale.ROOT, "  %-17s up after %4.1f s   %s%n", component, time.toMillis() / 1000.0, address);
        out.flush();
    }
}
