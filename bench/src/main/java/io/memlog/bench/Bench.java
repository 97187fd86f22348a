package io.memlog.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Runs the parts of the bench one after the other, and writes a report. Ctrl-C stops everything.
final class Bench {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
        logTo(options.output());
        var home = Path.of(System.getProperty("memlog.home", "."));
        var system = new MemlogSystem(options.output(), home, System.err::println);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close, "stop"));
        try (system) {
            return run(options, "memlog bench " + String.join(" ", arguments), home, system);
        }
    }

    private static int run(Options options, String command, Path home, MemlogSystem system) {
        try {
            var machine = Machine.describe(home);
            var measurements = measure(options.parts(), options.isShort() ? Sizes.SHORT : Sizes.FULL, system);
            var report = new Report(command, machine, measurements);
            report.write(options.output());
            System.out.println(TextReport.of(report));
            System.out.println("The report is in " + options.output().toAbsolutePath() + "/report.html.");
            return 0;
        } catch (Exception e) {
            // What it was doing fails as well when everything is stopped.
            if (!system.isClosed()) {
                LoggerFactory.getLogger(Bench.class).error("The bench failed", e);
                System.err.println("The bench failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            }
            return FAILED;
        }
    }

    /// Must run before the first logger is created, hence no static logger in this class.
    private static void logTo(Path output) {
        System.setProperty("memlog.logs", output.resolve("logs").toString());
        System.setProperty("logback.configurationFile", "standalone-logback.xml");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    static List<Measurement> measure(List<Part> parts, Sizes sizes, MemlogSystem system) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        for (var part : parts) {
            system.start(part.applications(), part.needsNewData());
            system.progress().accept(part.title());
            part.run(new PartContext(part.title(), system, sizes, measurements));
        }
        return measurements;
    }
}
