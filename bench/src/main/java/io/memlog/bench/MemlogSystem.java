package io.memlog.bench;

import io.memlog.embedded.Directories;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedded.ServerUnavailableException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Some applications of Memlog from their jars, and the servers that they need, on a folder of their own. Each is a
/// process of its own. When it is closed all of them end, and the folder is deleted.
final class MemlogSystem implements AutoCloseable {

    private static final long START_SECONDS = 300;

    private final Path folder;
    private final Path logs;
    private final Path jars;
    private final Consumer<String> progress;
    private final Deque<Child> running = new ArrayDeque<>();
    private final Map<Server, String> addresses = new EnumMap<>(Server.class);
    private final Map<Application, Integer> ports = new EnumMap<>(Application.class);
    private Set<Application> applications = Set.of();
    private volatile boolean closed;

    /// Starts nothing yet.
    ///
    /// @param output   where it makes its data folder, and writes the logs of the processes
    /// @param jars     the folder of the modules with their jars
    /// @param progress gets a line for each start
    MemlogSystem(Path output, Path jars, Consumer<String> progress) {
        this.folder = output.toAbsolutePath()
                .normalize()
                .resolve("data-" + ProcessHandle.current().pid());
        this.logs = folder.resolveSibling("logs");
        this.jars = jars;
        this.progress = progress;
    }

    /// Starts the applications, after their servers, and waits until they are ready. What runs is stopped, and its data
    /// deleted, unless it is the same and its data may stay.
    ///
    /// @throws ServerUnavailableException when one of them does not start
    void start(Set<Application> wanted, boolean onNewData) throws Exception {
        if (wanted.equals(applications) && !onNewData) {
            return;
        }
        stop();
        Files.createDirectories(folder);
        Files.createDirectories(logs);
        applications = wanted;
        for (var server : Server.values()) {
            if (wanted.stream().anyMatch(application -> application.servers.contains(server))) {
                start(server);
            }
        }
        for (var application : Application.values()) {
            ports.put(application, Ports.free());
        }
        Map<Application, Child> starting = new EnumMap<>(Application.class);
        for (var application : wanted) {
            starting.put(application, start(application));
        }
        for (var child : starting.entrySet()) {
            awaitReady(child.getKey(), child.getValue());
        }
    }

    /// Gets a line about each step.
    Consumer<String> progress() {
        return progress;
    }

    int port(Application application) {
        return Objects.requireNonNull(ports.get(application));
    }

    /// The address under which clients reach a server.
    String address(Server server) {
        return Objects.requireNonNull(addresses.get(server), server.title + " does not run");
    }

    HttpConnection connect() {
        return new HttpConnection(port(Application.API_SERVICE));
    }

    Passwords passwords() {
        return Passwords.in(folder);
    }

    Map<String, Object> kafkaClient() {
        Map<String, Object> settings = new HashMap<>(KafkaServer.clientSettings(passwords()));
        settings.put("bootstrap.servers", address(Server.KAFKA));
        return settings;
    }

    Path folder() {
        return folder;
    }

    /// Measures what each process uses from now on.
    synchronized ResourceUsage usage() {
        Map<String, Long> roots = new HashMap<>();
        for (var child : running) {
            roots.put(
                    child.title(),
                    child.title().equals(Server.POSTGRESQL.title)
                            ? postmaster()
                            : child.process().pid());
        }
        return new ResourceUsage(roots);
    }

    /// PostgreSQL leaves the process that started it.
    private long postmaster() {
        var file = folder.resolve(Server.POSTGRESQL.folder, "cluster", "postmaster.pid");
        try (var lines = Files.lines(file)) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a main class in a JVM with the options of an application.
    ///
    /// @return its result
    String run(String title, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(Application.JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        var child = start(title, command, true);
        try {
            return child.result();
        } finally {
            child.stop();
        }
    }

    private void start(Server server) {
        List<String> command = new ArrayList<>(Application.JVM);
        command.addAll(List.of(
                "-Xmx" + server.heap,
                "-Dmemlog.logs=" + logs.resolve(server.folder),
                "-Dlogback.configurationFile=standalone-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                server.name(),
                folder.toString()));
        var begin = System.nanoTime();
        addresses.put(server, start(server.title, command, true).result());
        started(server.title, begin);
    }

    private Child start(Application application) throws Exception {
        var own = Path.of(ApplicationProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(Application.JVM);
        command.addAll(List.of("-cp", own + File.pathSeparator + jar(application), ApplicationProcess.class.getName()));
        application.settings(this).forEach((name, value) -> command.add("--" + name + "=" + value));
        return start(application.title, command, false);
    }

    private synchronized Child start(String title, List<String> command, boolean talks) {
        if (closed) {
            throw new CancellationException("stopped before " + title + " was started");
        }
        var child = Child.start(title, command, folder, logs.resolve(title + ".log"), talks);
        running.push(child);
        return child;
    }

    private Path jar(Application application) {
        var target = jars.resolve(application.title, "target");
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new ServerUnavailableException(
                    "There is no jar of " + application.title + " in " + target + "; ./memlog bench builds it.", e);
        }
    }

    private void awaitReady(Application application, Child child) throws InterruptedException {
        var begin = System.nanoTime();
        while (!isReady(port(application))) {
            if (child.process().waitFor(100, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                throw child.failed();
            }
        }
        started(application.title, begin);
    }

    private static boolean isReady(int port) {
        try (var connection = new HttpConnection(port)) {
            return connection.get("/actuator/health/readiness").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void started(String title, long begin) {
        progress.accept("  %-17s up after %4.1f s".formatted(title, PartContext.secondsSince(begin)));
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        stop();
    }

    private synchronized void stop() {
        while (!running.isEmpty()) {
            running.pop().stop();
        }
        try {
            Directories.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            progress.accept("The data folder " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
