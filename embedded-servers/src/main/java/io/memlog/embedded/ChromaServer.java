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
///
/// Chroma has no passwords and answers every user of the machine. It never lists its tenants, however, so data is
/// kept in a tenant with a random name, which serves as the password.
public final class ChromaServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    private final Process process;
    private final PidFile pidFile;
    private final int port;
    private final String tenant;

    private ChromaServer(Process process, PidFile pidFile, int port, String tenant) {
        this.process = process;
        this.pidFile = pidFile;
        this.port = port;
        this.tenant = tenant;
    }

    /// Stops the server of a killed run on this data, if there is one.
    public static void stopOrphan(Path data) {
        new PidFile(data.toAbsolutePath().normalize()).stopOrphan();
    }

    /// As [#start(Path, int, Passwords, Consumer)], with passwords of its own, and without reporting progress.
    public static ChromaServer start(Path data, int port) {
        return start(data, port, Passwords.in(data), message -> {});
    }

    /// Starts the server and waits until it responds. Existing data in the folder is reused, and a server of a
    /// killed run on it is stopped first. The first start of a user downloads Chroma.
    ///
    /// @param data      the folder of this server alone
    /// @param port      where to listen, 0 for any free port
    /// @param passwords the name of the tenant that holds the data
    /// @param progress  gets a sentence about each step that takes long
    /// @throws ServerUnavailableException when Node is missing, the port is in use or the server does not
    ///     start
    public static ChromaServer start(Path data, int port, Passwords passwords, Consumer<String> progress) {
        var folder = data.toAbsolutePath().normalize();
        var pidFile = new PidFile(folder);
        pidFile.stopOrphan();
        var reserved = Ports.reserve("Chroma", port);
        var node = Node.find();
        var program = ChromaInstallation.install(progress);
        var log = folder.resolve("chroma.log");
        try {
            Files.createDirectories(folder);
            var index = folder.resolve("index");
            var isNew = !Files.exists(index);
            var process = new ProcessBuilder(command(node, program, index, reserved))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var server = new ChromaServer(process, pidFile, reserved, passwords.of(Passwords.CHROMA_TENANT));
            pidFile.write(process.toHandle());
            server.awaitReady(log);
            if (server.createTenant() && !isNew) {
                progress.accept(
                        "The vectors in " + folder + " are of an older version or of other passwords. Stop Memlog,"
                                + " delete that folder, start, and index them again: ./memlog sync rebuild --projection vector");
            }
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

    /// The tenant that holds the data, in its database `default_database`. Its name is a secret.
    public String tenant() {
        return tenant;
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
        try {
            return status(request(url + "/api/v2/heartbeat")) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// Creates the tenant with its database where they do not exist.
    ///
    /// @return whether the tenant is new
    private boolean createTenant() throws IOException {
        var isNew = create("/api/v2/tenants", tenant);
        create("/api/v2/tenants/" + tenant + "/databases", "default_database");
        return isNew;
    }

    /// @return false when it exists
    private boolean create(String path, String name) throws IOException {
        try {
            var body = HttpRequest.BodyPublishers.ofString("{\"name\": \"" + name + "\"}");
            var status = status(request(url() + path)
                    .header("Content-Type", "application/json")
                    .POST(body));
            if (status != 200 && status != 409) {
                throw new IOException("it answered " + status);
            }
            return status == 200;
        } catch (IOException e) {
            close();
            throw e;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("The start of Chroma was interrupted.", e);
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(CALL_TIMEOUT);
    }

    private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CALL_TIMEOUT)
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
