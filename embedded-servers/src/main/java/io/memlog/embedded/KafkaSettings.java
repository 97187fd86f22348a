package io.memlog.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/// The settings of the broker: one node with small thread pools and buffers that accepts the largest memory
/// log.
record KafkaSettings(Path data, int port, int controllerPort) {

    private static final int MAX_MESSAGE_BYTES = 5 * 1024 * 1024;
    private static final int CLEANER_BUFFER_BYTES = 8 * 1024 * 1024;

    Path log() {
        return data.resolve("log");
    }

    Properties properties() {
        var properties = new Properties();
        properties.putAll(role());
        properties.putAll(liveness());
        properties.putAll(oneNode());
        properties.putAll(sizes());
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

    private Map<String, String> role() {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "log.dirs",
                log().toString(),
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort);
    }

    /// After a kill the broker can register again once its former session has expired.
    private static Map<String, String> liveness() {
        return Map.of("broker.session.timeout.ms", "4000", "broker.heartbeat.interval.ms", "500");
    }

    private static Map<String, String> oneNode() {
        return Map.of(
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1");
    }

    private static Map<String, String> sizes() {
        return Map.of(
                "message.max.bytes",
                Integer.toString(MAX_MESSAGE_BYTES),
                "replica.fetch.max.bytes",
                Integer.toString(MAX_MESSAGE_BYTES),
                "log.cleaner.dedupe.buffer.size",
                Integer.toString(CLEANER_BUFFER_BYTES),
                "num.network.threads",
                "2",
                "num.io.threads",
                "4",
                "background.threads",
                "2");
    }
}
