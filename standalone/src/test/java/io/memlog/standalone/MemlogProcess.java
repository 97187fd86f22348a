package io.memlog.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Memlog in a JVM of its own, as the launcher starts it.
record MemlogProcess(Process process, Path out, Path err) {

    static MemlogProcess start(Path work, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName()));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(work, "out", ".txt");
        var err = Files.createTempFile(work, "err", ".txt");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new MemlogProcess(builder.start(), out, err);
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> output().contains("Memlog is ready at") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(output() + errors());
        }
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + output() + errors());
        }
        return process.exitValue();
    }

    void killAtOnce() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// What the system sends to end a process: SIGTERM.
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    String output() {
        return read(out);
    }

    String errors() {
        return read(err);
    }

    /// The command lines of other processes that work on this data.
    static List<String> processesOn(Path data) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
