package io.memlog.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/// One Kafka broker that is its own controller (KRaft), in this JVM, on the loopback address. Topics are not
/// created automatically.
public final class KafkaServer implements AutoCloseable {

    private static final String CLUSTER_ID = "bWVtbG9nLXN0YW5kYQ";

    private final KafkaRaftServer server;
    private final int port;

    private KafkaServer(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts the broker and waits until it accepts requests. Existing data in the folder is reused.
    ///
    /// @param data the folder of this broker alone
    /// @param port where to listen, 0 for any free port
    /// @throws ServerUnavailableException when the port is in use or the broker does not start
    public static KafkaServer start(Path data, int port) {
        var reserved = Ports.reserve("Kafka", port);
        var settings = new KafkaSettings(data.toAbsolutePath().normalize(), reserved, Ports.free());
        try {
            format(settings);
            var server = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
            server.startup();
            return new KafkaServer(server, reserved);
        } catch (IOException | RuntimeException e) {
            throw new ServerUnavailableException("Kafka did not start on " + data + ": " + e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /// Stops the broker; acknowledged data is kept.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(KafkaSettings settings) throws IOException {
        if (Files.exists(settings.log().resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(settings.log());
        var file = settings.write();
        var output = new ByteArrayOutputStream();
        var status = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", file.toString()},
                new PrintStream(output, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("formatting failed: " + output.toString(StandardCharsets.UTF_8));
        }
    }
}
