package io.memlog.standalone;

import static org.awaitility.Awaitility.await;

import io.memlog.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An application in a process of its own, from its jar.
record ApplicationProcess(Process process, Path log, int port) implements AutoCloseable {

    /// @param hosts what its JVM knows the addresses of, as in `/etc/hosts`; a change counts within a second
    static ApplicationProcess start(Path work, String application, Path hosts, Map<String, String> settings)
            throws IOException {
        return start(work, application, List.of("-Djdk.net.hosts.file=" + hosts), settings);
    }

    static ApplicationProcess start(Path work, String application, Map<String, String> settings) throws IOException {
        return start(work, application, List.of(), settings);
    }

    private static ApplicationProcess start(
            Path work, String application, List<String> options, Map<String, String> settings) throws IOException {
        var port = Ports.free();
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dsun.net.inetaddr.negative.ttl=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar(application).toString(), "--server.port=" + port));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        var log = Files.createTempFile(work, application, ".log");
        var process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ApplicationProcess(process, log, port);
    }

    private static Path jar(String application) throws IOException {
        try (var jars = Files.newDirectoryStream(Path.of("..", application, "target"), application + "-*-exec.jar")) {
            return jars.iterator().next().toAbsolutePath();
        }
    }

    void awaitReady() {
        try (var client = new Client(port)) {
            await().atMost(Duration.ofSeconds(90))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError(output());
                        }
                        return client.get("/actuator/health/readiness").statusCode() == 200;
                    });
        }
    }

    /// The exit code.
    int awaitEnd() {
        await().atMost(Duration.ofSeconds(90)).until(() -> !process.isAlive());
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Ends it by SIGTERM.
    void stop() {
        process.destroy();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
