package io.memlog.consumer.kafka;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes to Kafka, and reads what was written since the test began.
final class KafkaFixture implements AutoCloseable {

    private final Map<String, Object> config;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final Map<TopicPartition, Long> beginning;

    KafkaFixture(String bootstrapServers) throws Exception {
        config = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(config);
        for (var topic : Topic.all()) {
            create(topic);
        }
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        beginning = await().ignoreExceptions().until(() -> endOffsets(Topic.all()), Objects::nonNull);
    }

    private void create(Topic topic) throws Exception {
        var names = admin.listTopics().names().get();
        if (!names.contains(topic.name())) {
            var newTopic = new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config());
            admin.createTopics(List.of(newTopic)).all().get();
        }
    }

    /// Lets the group read only what is written from now on.
    void begin(String group) throws Exception {
        commit(group, beginning);
    }

    /// Resets the group to the begin of the test.
    void resetCommits(String group) throws Exception {
        commit(group, beginning);
    }

    private void commit(String group, Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = offsets.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue())));
        admin.alterConsumerGroupOffsets(group, committed).all().get();
    }

    void send(Collection<ProducerRecord<byte[], byte[]>> messages) throws Exception {
        var sent = messages.stream().map(producer::send).toList();
        producer.flush();
        for (var acknowledgement : sent) {
            acknowledgement.get();
        }
    }

    /// Sends a message that only fits into the topic because it is compressed.
    void sendCompressed(ProducerRecord<byte[], byte[]> message) throws Exception {
        Map<String, Object> compressed = new HashMap<>(config);
        compressed.put("compression.type", "lz4");
        compressed.put("max.request.size", message.value().length + 1024 * 1024);
        try (var sender = new KafkaProducer<>(compressed, new ByteArraySerializer(), new ByteArraySerializer())) {
            sender.send(message).get();
        }
    }

    void send(ProducerRecord<byte[], byte[]> message) throws Exception {
        send(List.of(message));
    }

    /// What was written to the topic since the test began.
    List<ConsumerRecord<byte[], byte[]>> read(Topic topic) throws Exception {
        return read(topic, beginning);
    }

    List<ConsumerRecord<byte[], byte[]>> readAll(Topic topic) throws Exception {
        return read(topic, Map.of());
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic, Map<TopicPartition, Long> from) throws Exception {
        var endOffsets = endOffsets(List.of(topic));
        reader.assign(endOffsets.keySet());
        endOffsets.keySet().forEach(partition -> reader.seek(partition, from.getOrDefault(partition, 0L)));
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        while (endOffsets.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            reader.poll(Duration.ofMillis(100)).forEach(read::add);
        }
        return read;
    }

    /// The number of records of the topic that the group has not committed.
    long uncommitted(String group, Topic topic) throws Exception {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long uncommitted = 0;
        for (var end : endOffsets(List.of(topic)).entrySet()) {
            var offset = committed.get(end.getKey());
            uncommitted += end.getValue() - (offset == null ? 0 : offset.offset());
        }
        return uncommitted;
    }

    void limitMessages(Topic topic, int bytes) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var change = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }

    private Map<TopicPartition, Long> endOffsets(List<Topic> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> requested = new HashMap<>();
        for (var topic : topics) {
            IntStream.range(0, topic.partitions())
                    .forEach(partition ->
                            requested.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest()));
        }
        return admin.listOffsets(requested).all().get().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @Override
    public void close() {
        reader.close();
        producer.close();
        admin.close();
    }
}
