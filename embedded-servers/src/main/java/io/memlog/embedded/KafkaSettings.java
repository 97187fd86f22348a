package io.memlog.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// The settings of the broker: one node with small thread pools and buffers that accepts the largest memory log.
record KafkaSettings(Path data, int port, int controllerPort) {

    private static final int MAX_MESSAGE_BYTES = 5 * 1024 * 1024;
    private static final int CLEANER_BUFFER_BYTES = 8 * 1024 * 1024;

    Path log() {
        return data.resolve("log");
    }

    /// The short session time-out lets a killed broker register again soon.
    Properties properties() {
        var properties = new Properties();
        try {
            properties.load(
                    new StringReader("""
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties.setProperty("log.dirs", log().toString());
        return properties;
    }

    /// Writes the settings to a file for the format tool.
    Path write() throws IOException {
        var file = data.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties().store(writer, null);
        }
        return file;
    }
}
