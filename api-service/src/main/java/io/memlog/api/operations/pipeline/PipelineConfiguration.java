package io.memlog.api.operations.pipeline;

import io.memlog.consumer.topics.KafkaTopicsProperties;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/// How the topology runs: every change of its state and its position are one transaction, so that nothing counts twice
/// after a crash.
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

    static final String APPLICATION_ID = "memlog-pipeline";

    private static final int COMMIT_INTERVAL_MILLIS = 5_000;
    private static final long CACHE_BYTES = 8 * 1024 * 1024;
    /// An event holds a whole memory.
    private static final int BUFFERED_RECORDS = 20;
    /// Collects what arrives for a moment, instead of being woken for each record.
    private static final int MIN_FETCH_BYTES = 256 * 1024;

    private static final int MAX_FETCH_WAIT_MILLIS = 500;
    private static final int MAX_POLL_RECORDS = 200;
    private static final int MAX_FETCH_BYTES = 8 * 1024 * 1024;
    private static final int MAX_PARTITION_FETCH_BYTES = 512 * 1024;

    private static final List<String> CONNECTION =
            List.of("bootstrap.servers", "security.", "sasl.", "ssl.", SslBundle.class.getName());

    /// Of the application's consumers, what the topology's take over.
    private static final List<String> INHERITED = List.of("session.", "heartbeat.");

    @Bean
    PipelineStreams pipelineStreams(
            PipelineProperties properties,
            KafkaProperties kafka,
            KafkaTopicsProperties topics,
            KafkaAdmin admin,
            PipelineMeters meters) {
        return new PipelineStreams(
                PipelineTopology.build(properties.retention(), meters),
                config(properties, kafka, topics, admin.getConfigurationProperties()),
                admin.getConfigurationProperties());
    }

    private static Map<String, Object> config(
            PipelineProperties properties,
            KafkaProperties kafka,
            KafkaTopicsProperties topics,
            Map<String, Object> connection) {
        Map<String, Object> config = new HashMap<>(kafka.buildStreamsProperties());
        // The certificates of an SSL bundle are in the settings of the beans only.
        connection.forEach((name, value) -> {
            if (CONNECTION.stream().anyMatch(name::startsWith)) {
                config.put(name, value);
            }
        });
        kafka.buildConsumerProperties().forEach((name, value) -> {
            if (INHERITED.stream().anyMatch(name::startsWith)) {
                config.put(StreamsConfig.consumerPrefix(name), value);
            }
        });
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder(properties.folder()));
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.replicationFactor());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), MIN_FETCH_BYTES);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), MAX_FETCH_WAIT_MILLIS);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), MAX_FETCH_BYTES);
        config.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                MAX_PARTITION_FETCH_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        if (properties.applicationServer() != null) {
            var host = PipelineInstances.hostOf(properties.applicationServer());
            config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, host.host() + ":" + host.port());
        }
        return config;
    }

    private static String folder(Path folder) {
        return folder.toAbsolutePath().normalize().toString();
    }
}
