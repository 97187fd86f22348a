package io.memlog.standalone;

import io.memlog.embedded.DataFolder;
import io.memlog.embedded.ServerUnavailableException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Starts the applications on embedded servers, and stops them all on Ctrl-C or SIGTERM.
public final class Standalone {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;

    private Standalone(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var status = new Standalone(out, err).run(List.of(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(List<String> arguments) {
        if (arguments.contains("--help")) {
            out.print(Options.help());
            return 0;
        }
        try {
            return start(Options.parse(arguments));
        } catch (UsageException e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (ServerUnavailableException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private int start(Options options) {
        var begin = System.nanoTime();
        var folder = DataFolder.lock(options.data());
        logTo(folder.path().resolve("logs"));
        HeapDump.into(folder.path());
        var console = new Console(out);
        var components = new Components(console);
        Runtime.getRuntime().addShutdownHook(new ShutdownHook(components, folder, console, Thread.currentThread()));
        try {
            console.print("Memlog keeps its data in " + folder.path());
            var addresses = new Memlog(options, console, components).start(folder);
            console.print(welcome(options, Duration.ofNanos(System.nanoTime() - begin)));
            if (options.demo()) {
                new Demo(options.port(), addresses, console).store();
            }
            return 0;
        } catch (CancellationException e) {
            return FAILED;
        } catch (RuntimeException | LinkageError e) {
            if (!components.isClosed()) {
                LoggerFactory.getLogger(Standalone.class).error("Memlog did not start", e);
                err.println(sentence(e, folder.path()));
                components.close();
            }
            return FAILED;
        }
    }

    /// Must run before the first logger is created, hence no static logger in this class.
    static void logTo(Path logs) {
        System.setProperty("memlog.logs", logs.toString());
        System.setProperty("logback.configurationFile", "standalone-logback.xml");
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static String sentence(Throwable failure, Path data) {
        if (failure instanceof ServerUnavailableException) {
            return String.valueOf(failure.getMessage());
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "Memlog did not start: " + root.getMessage() + " (more in " + data.resolve("logs/memlog.log") + ").";
    }

    private static String welcome(Options options, Duration time) {
        return """

                Memlog is ready at http://localhost:%1$d after %2$.1f s. Store a memory, and find it by what it means:

                  curl -s localhost:%1$d/memory-logs -H 'Content-Type: application/json' -d '{"task": "fix-login",
                    "user_id": "me", "project_id": "demo", "raw_data": {"summary": "Sign-in failed since the token had expired"}}'

                  curl -s localhost:%1$d/memory-logs/search -H 'Content-Type: application/json' -d '{"user_id": "me",
                    "project_id": "demo", "query": "users could not authenticate"}'

                Ctrl-C stops everything; the data stays.""".formatted(options.port(), time.toMillis() / 1000.0);
    }
}
