package io.memlog.api.operations.replay;

import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a whole topic, from its beginning to where it ends now.
final class ReplayTopicReader {

    private ReplayTopicReader() {}

    /// What was replayed to a consumer on behalf of this user.
    static List<ConsumerRecord<byte[], byte[]>> replayed(String kafka, Projection consumer, String user) {
        return read(kafka, Topic.replay(consumer).name(), record -> user.equals(header(record, "ce_userid")));
    }

    static List<ConsumerRecord<byte[], byte[]>> read(
            String kafka, String topic, Predicate<ConsumerRecord<byte[], byte[]>> filter) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (!ends.isEmpty()) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (filter.test(record)) {
                        found.add(record);
                    }
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
            return found;
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : text(header.value());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
