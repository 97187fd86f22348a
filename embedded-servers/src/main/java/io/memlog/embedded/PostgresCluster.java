package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of one PostgreSQL server. A cluster that is not marked complete, because `initdb` was killed or the
/// folder was restored in part, is moved aside, and another one is created.
record PostgresCluster(Path data) {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

    /// One log file per weekday, which is overwritten after a week.
    static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "100",
            "logging_collector", "on",
            "log_directory", "log",
            "log_filename", "postgresql-%a.log",
            "log_rotation_age", "1d",
            "log_rotation_size", "0",
            "log_truncate_on_rotation", "on");

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(30);

    static PostgresCluster prepare(Path data) {
        var cluster = new PostgresCluster(data.toAbsolutePath().normalize());
        try {
            Files.createDirectories(data);
            cluster.stopServer();
            Files.deleteIfExists(cluster.startLog());
            if (Files.exists(cluster.folder()) && !Files.exists(cluster.complete())) {
                cluster.moveAside();
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return data.resolve("cluster");
    }

    /// The output of `initdb` and of the server before its own logs begin.
    Path startLog() {
        return data.resolve("start.log");
    }

    void markComplete() throws IOException {
        if (!Files.exists(complete())) {
            Files.createFile(complete());
        }
    }

    /// Stops the server on these files, whichever process started it.
    void stopServer() {
        runningServer().ifPresent(server -> server.stop(GRACE_PERIOD));
    }

    private void moveAside() throws IOException {
        var changed = Files.getLastModifiedTime(folder()).toString().replace(':', '-');
        var broken = data.resolve("cluster.broken-" + changed);
        Files.move(folder(), broken, StandardCopyOption.ATOMIC_MOVE);
        LOG.warn("{} is not complete and was moved to {}", folder(), broken);
    }

    private Path complete() {
        return data.resolve("complete");
    }

    /// The first line of this file is the process id, the third the start time.
    private Optional<ChildProcess> runningServer() {
        var record = folder().resolve("postmaster.pid");
        try {
            var lines = Files.exists(record) ? Files.readAllLines(record) : List.<String>of();
            if (lines.size() < 3) {
                return Optional.empty();
            }
            return Optional.of(new ChildProcess(
                    Long.parseLong(lines.getFirst().strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    folder()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
