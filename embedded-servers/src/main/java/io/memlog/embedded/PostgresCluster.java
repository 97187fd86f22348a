package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of one PostgreSQL server. A cluster counts only once it is marked complete: what a killed
/// `initdb` left behind is made anew.
record PostgresCluster(Path data) {

    /// The collector writes one file per weekday and overwrites last week's, so the logs stay bounded.
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

    private static final Duration GRACE = Duration.ofSeconds(30);

    static PostgresCluster prepare(Path data) {
        var cluster = new PostgresCluster(data.toAbsolutePath().normalize());
        try {
            Files.createDirectories(data);
            cluster.endServer();
            Files.deleteIfExists(cluster.startLog());
            if (!Files.exists(cluster.complete())) {
                Folders.delete(cluster.folder());
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return data.resolve("cluster");
    }

    /// What `initdb` and the server say until the server writes its own logs.
    Path startLog() {
        return data.resolve("start.log");
    }

    void markComplete() throws IOException {
        if (!Files.exists(complete())) {
            Files.createFile(complete());
        }
    }

    /// Ends the server on these files, whoever started it.
    void endServer() {
        runningServer().ifPresent(server -> server.end(GRACE));
    }

    private Path complete() {
        return data.resolve("complete");
    }

    /// PostgreSQL itself records its process id in the first line of this file, and its start in the third.
    private Optional<OwnedProcess> runningServer() {
        var record = folder().resolve("postmaster.pid");
        try {
            var lines = Files.exists(record) ? Files.readAllLines(record) : List.<String>of();
            if (lines.size() < 3) {
                return Optional.empty();
            }
            return Optional.of(new OwnedProcess(
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
