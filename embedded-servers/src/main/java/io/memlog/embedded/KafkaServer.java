package io.memlog.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final int controllerPort;

    private KafkaServer(KafkaRaftServer server, int port, int controllerPort) {
        this.server = server;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /// As [#start(Path, int, Passwords)], for everyone on this machine, without a password.
    public static KafkaServer start(Path data, int port) {
        return start(data, port, Map.of());
    }

    /// Starts the broker and waits until it accepts requests. Existing data in the folder is reused. Clients need
    /// [#clientSettings(Passwords)].
    ///
    /// @param data the folder of this broker alone
    /// @param port where to listen, 0 for any free port
    /// @throws ServerUnavailableException when the port is in use or the broker does not start
    public static KafkaServer start(Path data, int port, Passwords passwords) {
        return start(data, port, authentication(passwords));
    }

    /// Starts a broker on any free port that clients reach with a password and over TLS only.
    ///
    /// @param keyStore PKCS12, with the broker's certificate for `127.0.0.1`
    public static KafkaServer startWithTls(Path data, Passwords passwords, Path keyStore, String keyStorePassword) {
        Map<String, String> settings = new HashMap<>(authentication(passwords));
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:SASL_PLAINTEXT");
        for (var store : List.of("ssl.keystore", "ssl.truststore")) {
            settings.put(store + ".type", "PKCS12");
            settings.put(store + ".location", keyStore.toString());
            settings.put(store + ".password", keyStorePassword);
        }
        return start(data, 0, settings);
    }

    /// What a client needs beside the address of a broker that was started with these passwords.
    public static Map<String, String> clientSettings(Passwords passwords) {
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", login(passwords) + ";");
    }

    private static KafkaServer start(Path data, int port, Map<String, String> authentication) {
        var reserved = Ports.reserve("Kafka", port);
        var folder = data.toAbsolutePath().normalize();
        try {
            var controllerPort = Ports.free();
            var settings = settings(folder.resolve("log"), reserved, controllerPort);
            format(folder, settings);
            settings.putAll(authentication);
            var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return new KafkaServer(server, reserved, controllerPort);
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

    int controllerPort() {
        return controllerPort;
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

    /// Both listeners ask for the password, and the broker logs in to its controller with it.
    private static Map<String, String> authentication(Passwords passwords) {
        var login = login(passwords) + " user_memlog=\"" + passwords.of("kafka.memlog") + "\";";
        return Map.of(
                "listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "sasl.mechanism.controller.protocol", "PLAIN",
                "listener.name.clients.plain.sasl.jaas.config", login,
                "listener.name.controller.plain.sasl.jaas.config", login);
    }

    private static String login(Passwords passwords) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"memlog\" password=\""
                + passwords.of("kafka.memlog") + "\"";
    }

    /// One node with small thread pools and buffers that accepts the largest memory log. The short session
    /// timeout lets a killed broker register again soon.
    private static Properties settings(Path log, int port, int controllerPort) throws IOException {
        var settings = new Properties();
        settings.load(new StringReader("""
                process.roles=broker,controller
                node.id=1
                listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=CLIENTS://127.0.0.1:%1$d
                inter.broker.listener.name=CLIENTS
                listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
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
