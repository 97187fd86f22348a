package io.memlog.consumer;

import io.memlog.embedded.KafkaServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// One Kafka server for all tests of a JVM, started on first use.
public final class EmbeddedKafka {

    private EmbeddedKafka() {}

    public static String bootstrapServers() {
        return Started.SERVER.bootstrapServers();
    }

    /// A folder that is deleted after the tests.
    public static Path folder() {
        try {
            var folder = Files.createTempDirectory("memlog-kafka");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Started {

        static final Path FOLDER = folder();
        static final KafkaServer SERVER = KafkaServer.start(FOLDER, 0);

        static {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                SERVER.close();
                delete(FOLDER);
            }));
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
