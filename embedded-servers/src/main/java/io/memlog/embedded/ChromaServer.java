package io.memlog.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A Chroma server on the loopback address, as a child process on Node.
public final class ChromaServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(2);

    private final Process process;
    private final PidFile pidFile;
    private final int port;

    private ChromaServer(Process process, PidFile pidFile, int port) {
        this.process = process;
        this.pidFile = pidFile;
        this.port = port;
    }

    /// Stops the server of a killed run on this data, if there is one.
    public static void stopOrphan(Path data) {
        new PidFile(data.toAbsolutePath().normalize()).stopOrphan();
    }

    /// As [#start(Path, int, Consumer)], without reporting the progress of the installation.
    public static ChromaServer start(Path data, int port) {
        return start(data, port, message -> {});
    }

    /// Starts the server and waits until it responds. Existing data in the folder is reused, and a server of a
    /// killed run on it is stopped first. The first start of a user downloads Chroma.
    ///
    /// @param data     the folder of this server alone
    /// @param port     where to listen, 0 for any free port
    /// @param progress gets a sentence about each step that takes long
    /// @throws ServerUnavailableException when Node is missing, the port is in use or the server does not
    ///     start
    public static ChromaServer start(Path data, int port, Consumer<String> progress) {
        var folder = data.toAbsolutePath().normalize();
        var pidFile = new PidFile(folder);
        pidFile.stopOrphan();
        var reserved = Ports.reserve("Chroma", port);
        var node = Node.find();
        var program = ChromaInstallation.install(progress);
        var log = folder.resolve("chroma.log");
        try {
            Files.createDirectories(folder);
            var process = new ProcessBuilder(command(node, program, folder.resolve("index"), reserved))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var server = new ChromaServer(process, pidFile, reserved);
            pidFile.write(process.toHandle());
            server.awaitReady(log);
            return server;
        } catch (IOException e) {
            throw new ServerUnavailableException("Chroma did not start: " + e.getMessage() + ".", e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /// Stops the server; acknowledged data is kept.
    @Override
    public void close() {
        pidFile.stopOrphan();
        process.destroyForcibly();
    }

    /// With a session of its own the server does not get Ctrl-C, and stops after its writers.
    private static List<String> command(Node node, Path program, Path index, int port) {
        var command = new ArrayList<String>();
        Node.onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of(node.program().toString(), program.toString()));
        command.addAll(List.of("run", "--path", index.toString(), "--host", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(port)));
        return command;
    }

    private void awaitReady(Path log) {
        var deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!isUp(url())) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    close();
                    throw new ServerUnavailableException("Chroma did not start; see its log " + log + ".");
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("The start of Chroma was interrupted.", e);
        }
    }

    static boolean isUp(String url) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v2/heartbeat"))
                .timeout(HEARTBEAT_TIMEOUT)
                .build();
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HEARTBEAT_TIMEOUT)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
