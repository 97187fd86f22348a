package io.memlog.eventstore.servers;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.springframework.util.FileSystemUtils;

/// One PostgreSQL and one Kafka for all tests of a JVM.
public final class SharedServers {

    private SharedServers() {}

    public static PostgresServer postgres() {
        return Postgres.SERVER;
    }

    public static KafkaServer kafka() {
        return Kafka.SERVER;
    }

    private static final class Postgres {
        static final PostgresServer SERVER = start("postgres", folder -> PostgresServer.start(folder, 0));
    }

    private static final class Kafka {
        static final KafkaServer SERVER = start("kafka", folder -> {
            var server = KafkaServer.start(folder, 0);
            Topics.create(server.bootstrapServers());
            return server;
        });
    }

    /// Starts a server on a folder; both are removed when the JVM ends.
    private static <T extends AutoCloseable> T start(String name, Function<Path, T> starter) {
        try {
            var folder = Files.createTempDirectory("memlog-event-store-" + name);
            var server = starter.apply(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(AutoCloseable server, Path folder) {
        try {
            server.close();
            FileSystemUtils.deleteRecursively(folder);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
