package io.memlog.bench;

import io.memlog.bench.Options.UsageException;
import io.memlog.bench.report.Machine;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.report.Report;
import io.memlog.bench.report.TextReport;
import io.memlog.bench.system.Application;
import io.memlog.bench.system.MemlogSystem;
import io.memlog.embedded.ServerUnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Runs the parts of the bench one after the other, and writes a report. Ctrl-C stops everything.
final class Bench implements AutoCloseable {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final Sizes sizes;
    private final Path home;
    private final PrintStream progress;
    private @Nullable MemlogSystem system;
    private Set<Application> running = Set.of();
    private boolean closed;

    /// @param home     the folder of the modules with their jars
    /// @param progress gets a line about each step
    Bench(Options options, Sizes sizes, Path home, PrintStream progress) {
        this.options = options;
        this.sizes = sizes;
        this.home = home;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out, err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(Options.help());
            return 0;
        }
        try {
            var options = Options.parse(arguments);
            logTo(options.output());
            var home = Path.of(System.getProperty("memlog.home", "."));
            try (var bench = new Bench(options, options.isShort() ? Sizes.SHORT : Sizes.FULL, home, err)) {
                Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "stop"));
                var report = bench.run("memlog bench " + String.join(" ", arguments));
                report.write(options.output());
                out.print(TextReport.of(report));
                out.println();
                out.println("The report is in "
                        + options.output().resolve("report.html").toAbsolutePath() + ".");
            }
            return 0;
        } catch (UsageException e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (CancellationException | InterruptedException e) {
            return FAILED;
        } catch (ServerUnavailableException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (Exception e) {
            LoggerFactory.getLogger(Bench.class).error("The bench failed", e);
            err.println("The bench failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
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

    /// @param command for the title of the report
    Report run(String command) throws Exception {
        Files.createDirectories(options.output());
        var machine = Machine.describe(home, options.output());
        progress.println("Expected without the starts:");
        for (var part : options.parts()) {
            progress.printf("  %-10s %s%n", part.name(), minutes(part.expected(sizes)));
        }
        List<Measurement> measurements = new ArrayList<>();
        for (var part : options.parts()) {
            start(part.applications());
            progress.println(part.name());
            run(part, new PartContext(part.name(), current(), sizes, measurements::add, progress::println));
        }
        return new Report(command, machine, measurements);
    }

    private void run(Part part, PartContext context) throws Exception {
        try {
            part.run(context);
        } catch (Exception e) {
            // What it was doing fails as well when everything stops.
            current();
            throw e;
        }
    }

    private static String minutes(Duration duration) {
        return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
    }

    /// Starts everything on new data, unless the same applications run.
    private void start(Set<Application> applications) throws InterruptedException, IOException {
        if (applications.equals(running)) {
            return;
        }
        stop();
        progress.println("Starting " + String.join(", ", titles(applications)) + " with their servers");
        synchronized (this) {
            if (closed) {
                throw new CancellationException("stopped");
            }
            var data = Files.createTempDirectory(options.output(), "data");
            system = new MemlogSystem(data, options.output().resolve("logs"), home, progress::println);
        }
        current().start(applications);
        running = applications;
    }

    private static List<String> titles(Set<Application> applications) {
        return applications.stream().sorted().map(Application::title).toList();
    }

    private synchronized MemlogSystem current() {
        if (system == null) {
            throw new CancellationException("stopped");
        }
        return system;
    }

    private void stop() {
        MemlogSystem stopping;
        synchronized (this) {
            stopping = system;
            system = null;
            running = Set.of();
        }
        if (stopping != null) {
            stopping.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stop();
    }
}
