package io.memlog.api;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An instance of the service in a JVM of its own, with a heap of a given size, that ends when the heap is full.
public final class ServiceProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\(\\d+M\\)");

    private final Process process;
    private final Path collections;
    private final Path log;

    private ServiceProcess(Process process, Path collections, Path log) {
        this.process = process;
        this.collections = collections;
        this.log = log;
    }

    /// Starts an instance and waits until it takes requests.
    ///
    /// @param service  the service whose servers it uses
    /// @param heap     such as `1g`
    /// @param settings such as `--memlog.limits.body-timeout=2s`; the last value counts
    public static ServiceProcess start(RunningService service, String heap, String... settings) {
        var started = launch(service, heap, settings);
        try {
            started.awaitStarted();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /// As [#start(RunningService, String, String...)], without waiting.
    static ServiceProcess launch(RunningService service, String heap, String... settings) {
        try {
            var folder = Files.createTempDirectory("memlog-api");
            var collections = folder.resolve("collections.txt");
            var log = folder.resolve("target/tests.log");
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx" + heap,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xlog:gc:file=" + collections,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.memlog.api.ApiService"));
            Map<String, String> byName = new LinkedHashMap<>();
            Stream.concat(service.settings().stream(), Stream.of(settings))
                    .forEach(setting -> byName.put(setting.replaceFirst("=.*", ""), setting));
            command.addAll(byName.values());
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
            return new ServiceProcess(process, collections, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitStarted() {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> !process.isAlive() || find(PORT, log).findAny().isPresent());
        port();
    }

    /// Waits until the log has a text.
    void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> find(Pattern.compile(Pattern.quote(text)), log)
                        .findAny()
                        .isPresent());
    }

    /// Asks the process to stop, as a service manager does, and waits.
    ///
    /// @return its exit code
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /// @return the exit code
    int awaitEnd() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
        return process.exitValue();
    }

    public int port() {
        return find(PORT, log)
                .map(match -> Integer.parseInt(match.group(1)))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("no instance was started, see " + log));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// The used heap before and after each garbage collection so far.
    public List<Collection> collections() {
        return find(COLLECTION, collections)
                .map(match -> new Collection(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                .toList();
    }

    private static Stream<MatchResult> find(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file, StandardCharsets.UTF_8))
                    .results();
        } catch (NoSuchFileException e) {
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /// The used heap before and after a garbage collection, in MB.
    public record Collection(int before, int after) {}
}
