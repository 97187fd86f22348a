package io.memlog.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/// One Kafka broker that is its own controller (KRaft), in this JVM, on the loopback address. Topics are not
/// created automatically.
public final class KafkaServer implements AutoCloseable {

    private static final String CLUSTER_ID = "bWVtbG9nLXN0YW5kYQ";
    private static final int MAX_MESSAGE_BYTES = 5 * 1024 * 1024;
    private static final int CLEANER_BUFFER_BYTES = 8 * 1024 * 1024;

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
        var folder = data.toAbsolutePath().normalize();
        try {
            var settings = settings(folder.resolve("log"), reserved, Ports.free());
            format(folder, settings);
            var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
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

    private static void format(Path folder, Properties settings) throws IOException {
        var log = folder.resolve("log");
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(log);
        var file = folder.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        var output = new ByteArrayOutputStream();
        var status = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", file.toString()},
                new PrintStream(output, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("formatting failed: " + output.toString(StandardCharsets.UTF_8));
        }
    }

    /// One node with small thread pools and buffers that accepts the largest memory log. The short session time-out
    /// lets
    /// a killed broker register again soon.
    private static Properties settings(Path log, int port, int controllerPort) throws IOException {
        var settings = new Properties();
        settings.load(new StringReader("""
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=500
                auto.create.topics.enable=false
                group.initial.rebalance.delay.ms=0
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                message.max.bytes=%3$d
                replica.fetch.max.bytes=%3$d
                log.cleaner.dedupe.buffer.size=%4$d
                num.network.threads=2
                num.io.threads=4
                background.threads=2
                """.formatted(port, controllerPort, MAX_MESSAGE_BYTES, CLEANER_BUFFER_BYTES)));
        settings.setProperty("log.dirs", log.toString());
        return settings;
    }
}
