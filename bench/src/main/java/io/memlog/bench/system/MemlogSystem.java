package io.memlog.bench.system;

import io.memlog.bench.load.HttpConnection;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedded.ServerUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Some applications of Memlog from their jars, and the servers that they need, on a folder of their own. Each is a
/// process of its own. When it is closed all of them end, and the folder is deleted.
public final class MemlogSystem implements AutoCloseable {

    /// With this a JVM of [#run] begins the line of its result.
    public static final String RESULT = "result ";

    private static final long START_SECONDS = 300;

    private final Path folder;
    private final Path logs;
    private final Path jars;
    private final Consumer<String> progress;
    private final Passwords passwords;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Child> running = new ArrayDeque<>();
    private final Map<Server, String> addresses = new EnumMap<>(Server.class);
    private final Map<Application, Integer> ports = new EnumMap<>(Application.class);
    private boolean closed;

    /// Starts nothing yet.
    ///
    /// @param folder   the data folder, which must not exist
    /// @param logs     where each process writes its log
    /// @param jars     the folder of the modules with their jars
    /// @param progress gets a line for each start
    public MemlogSystem(Path folder, Path logs, Path jars, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath().normalize();
        this.logs = logs.toAbsolutePath().normalize();
        this.jars = jars;
        this.progress = progress;
        try {
            Files.createDirectories(this.folder);
            Files.createDirectories(this.logs);
        } catch (IOException e) {
            throw new ServerUnavailableException(
                    "The folder " + folder + " cannot be made: " + e.getMessage() + ".", e);
        }
        this.passwords = Passwords.in(this.folder);
        for (var application : Application.values()) {
            ports.put(application, Ports.free());
        }
    }

    /// Starts the applications, after their servers, and waits until they are ready.
    ///
    /// @throws ServerUnavailableException when one of them does not start
    public void start(Set<Application> applications) throws InterruptedException {
        for (var server : Server.values()) {
            if (applications.stream()
                    .anyMatch(application -> application.servers().contains(server))) {
                start(server);
            }
        }
        List<Child> starting = new ArrayList<>();
        for (var application : Application.values()) {
            if (applications.contains(application)) {
                starting.add(start(application));
            }
        }
        for (var child : starting) {
            awaitReady(child);
        }
    }

    public int port(Application application) {
        return Objects.requireNonNull(ports.get(application));
    }

    /// Runs a main class in a JVM with the options of an application.
    ///
    /// @return its result
    public String run(String title, Class<?> main, String... options) {
        List<String> arguments = new ArrayList<>(Application.JVM);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        arguments.addAll(List.of(options));
        var child = start(title, arguments, true);
        var result = child.firstLine(List.of(RESULT)).substring(RESULT.length());
        child.stop();
        return result;
    }

    /// The address under which clients reach a server.
    public String address(Server server) {
        return Objects.requireNonNull(addresses.get(server), server.title() + " does not run");
    }

    public HttpConnection connect() {
        return new HttpConnection(port(Application.API_SERVICE));
    }

    public Passwords passwords() {
        return passwords;
    }

    public Map<String, Object> kafkaClient() {
        Map<String, Object> settings = new HashMap<>(KafkaServer.clientSettings(passwords));
        settings.put("bootstrap.servers", address(Server.KAFKA));
        return settings;
    }

    public Path folder() {
        return folder;
    }

    public Path logs() {
        return logs;
    }

    /// Measures what each process uses from now on.
    public ResourceUsage usage() {
        Map<String, ProcessTree> processes = new HashMap<>();
        for (var child : running) {
            processes.put(child.title(), new ProcessTree(roots(child)));
        }
        return new ResourceUsage(processes);
    }

    /// PostgreSQL leaves the process that started it.
    private List<Long> roots(Child child) {
        var pid = child.process().pid();
        if (!child.title().equals(Server.POSTGRESQL.title())) {
            return List.of(pid);
        }
        var file = folder.resolve(Server.POSTGRESQL.folder()).resolve("cluster").resolve("postmaster.pid");
        try (var lines = Files.lines(file)) {
            return lines.limit(1).map(line -> Long.parseLong(line.strip())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(Server server) {
        var arguments = new ArrayList<>(List.of("-Xmx" + server.heap()));
        arguments.addAll(Application.JVM.subList(1, Application.JVM.size()));
        arguments.addAll(List.of(
                "-Dmemlog.logs=" + logs.resolve(server.folder()),
                "-Dlogback.configurationFile=standalone-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                server.name(),
                folder.toString()));
        var begin = System.nanoTime();
        var child = start(server.title(), arguments, true);
        var line = child.firstLine(List.of(ServerProcess.READY, ServerProcess.UNAVAILABLE));
        if (line.startsWith(ServerProcess.UNAVAILABLE)) {
            throw new ServerUnavailableException(line.substring(ServerProcess.UNAVAILABLE.length()));
        }
        addresses.put(server, line.substring(ServerProcess.READY.length()));
        started(server.title(), begin);
    }

    private Child start(Application application) {
        List<String> arguments = new ArrayList<>(Application.JVM);
        arguments.addAll(List.of("-jar", jar(application).toString()));
        application.settings(this).forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return start(application.title(), arguments, false);
    }

    private Child start(String title, List<String> arguments, boolean talks) {
        lock.lock();
        try {
            if (closed) {
                throw new CancellationException("stopped before " + title + " was started");
            }
            var child = Child.start(title, arguments, folder, logs.resolve(title + ".log"), talks);
            running.push(child);
            return child;
        } finally {
            lock.unlock();
        }
    }

    private Path jar(Application application) {
        var target = jars.resolve(application.title()).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new ServerUnavailableException(
                    "There is no jar of " + application.title() + " in " + target + "; ./memlog bench builds it.", e);
        }
    }

    private void awaitReady(Child child) throws InterruptedException {
        var begin = System.nanoTime();
        var application = Stream.of(Application.values())
                .filter(candidate -> candidate.title().equals(child.title()))
                .findFirst()
                .orElseThrow();
        while (!isReady(port(application))) {
            if (child.process().waitFor(100, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                throw child.failed();
            }
        }
        started(child.title(), begin);
    }

    private static boolean isReady(int port) {
        try (var connection = new HttpConnection(port)) {
            return connection.get("/actuator/health/readiness").status() == 200;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private void started(String title, long begin) {
        progress.accept("  %-17s up after %4.1f s".formatted(title, (System.nanoTime() - begin) / 1e9));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            while (!running.isEmpty()) {
                running.pop().stop();
            }
            delete();
        } finally {
            lock.unlock();
        }
    }

    private void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            progress.accept("The data folder " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
