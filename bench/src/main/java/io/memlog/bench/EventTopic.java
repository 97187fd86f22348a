package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A topic as its consumers and producers see it.
record EventTopic(MemlogSystem system, Topic topic) {

    /// Of a message that the bench has made: its run and its number in it, such as `3/17`.
    static final String MESSAGE_HEADER = "bench_message";

    private static final Duration POLL = Duration.ofMillis(100);

    /// Compares the topic with the memories that were acknowledged, each of which has one event or more.
    Outcome.Deviations compare(Set<Long> acknowledged, long failed) {
        Map<Long, Long> versions = new HashMap<>();
        long duplicates = 0;
        long outOfOrder = 0;
        try (var consumer = consumer()) {
            consumer.seekToBeginning(partitions());
            var ends = consumer.endOffsets(partitions());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(POLL)) {
                    if (acknowledged.contains(key(record))) {
                        var version = Long.parseLong(header(record, CloudEventHeaders.MEMORY_VERSION));
                        var last = versions.put(key(record), version);
                        duplicates += last != null && last == version ? 1 : 0;
                        outOfOrder += last != null && last > version ? 1 : 0;
                    }
                }
            }
        }
        return new Outcome.Deviations(acknowledged.size() - versions.size(), duplicates, outOfOrder, failed);
    }

    /// With the settings of the relay's producer, as far as they differ from the defaults.
    KafkaProducer<byte[], byte[]> producer() {
        var settings = system.kafkaClient();
        settings.put("compression.type", "lz4");
        settings.put("batch.size", 128 * 1024);
        settings.put("linger.ms", 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// The message that the relay makes of a row.
    ProducerRecord<byte[], byte[]> record(MemoryRow row, String key, int run, long number) {
        var record = new ProducerRecord<>(
                topic.name(), key.getBytes(UTF_8), row.message().data().getBytes(UTF_8));
        row.message().headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        record.headers().add(MESSAGE_HEADER, (run + "/" + number).getBytes(UTF_8));
        return record;
    }

    KafkaConsumer<byte[], byte[]> consumerAtEnd() {
        var consumer = consumer();
        consumer.seekToEnd(partitions());
        partitions().forEach(consumer::position);
        return consumer;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var settings = system.kafkaClient();
        settings.put("enable.auto.commit", false);
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions());
        return consumer;
    }

    private List<TopicPartition> partitions() {
        return IntStream.range(0, topic.partitions())
                .mapToObj(number -> new TopicPartition(topic.name(), number))
                .toList();
    }

    /// The memory that a message is about.
    static long key(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(new String(record.key(), UTF_8));
    }

    /// Empty where there is none.
    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
