package io.memlog.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A Chroma server on the loopback address, as a child process on Node.
public final class ChromaServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final ChildRecord record;
    private final int port;

    private ChromaServer(Process process, ChildRecord record, int port) {
        this.process = process;
        this.record = record;
        this.port = port;
    }

    /// Ends the server that a killed run left behind on this data, if any.
    public static void endLeftover(Path data) {
        new ChildRecord(data.toAbsolutePath().normalize()).endLeftover();
    }

    /// As [#start(Path, int, Consumer)], without telling anybody about the installation.
    public static ChromaServer start(Path data, int port) {
        return start(data, port, message -> {});
    }

    /// Starts the server and waits until it answers. What an earlier run left in the folder is used again,
    /// and a server that it left running is ended first. The first start of a user downloads Chroma.
    ///
    /// @param data     the folder of this server alone
    /// @param port     where to listen, 0 for any free port
    /// @param progress told in a sentence each what takes long
    /// @throws ServerUnavailableException when Node is missing, the port is in use or the server does not
    ///     come up
    public static ChromaServer start(Path data, int port, Consumer<String> progress) {
        var folder = data.toAbsolutePath().normalize();
        var record = new ChildRecord(folder);
        record.endLeftover();
        var reserved = Ports.reserve("Chroma", port);
        var node = Node.find();
        var program = ChromaInstallation.obtain(progress);
        var log = folder.resolve("chroma.log");
        try {
            Files.createDirectories(folder);
            var process = new ProcessBuilder(command(node, program, folder.resolve("index"), reserved))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var server = new ChromaServer(process, record, reserved);
            record.write(process.toHandle());
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

    /// Stops the server; what it acknowledged stays.
    @Override
    public void close() {
        record.endLeftover();
        process.destroyForcibly();
    }

    /// A session of its own keeps Ctrl-C away from the server, so that it outlives those who write to it.
    private static List<String> command(Node node, Path program, Path index, int port) {
        var command = new ArrayList<String>();
        Node.onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of(node.program().toString(), program.toString()));
        command.addAll(List.of("run", "--path", index.toString(), "--host", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(port)));
        return command;
    }

    private void awaitReady(Path log) {
        var probe = new Heartbeat(url());
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!probe.answers()) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    close();
                    throw new ServerUnavailableException("Chroma did not start; its last words are in " + log + ".");
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("The start of Chroma was interrupted.", e);
        }
    }
}
