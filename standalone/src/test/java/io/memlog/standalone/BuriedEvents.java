package io.memlog.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Reads the log's topic, and writes to the topics what a worker or a stranger would.
final class BuriedEvents implements AutoCloseable {

    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

    private final Map<String, Object> kafka;
    private final KafkaProducer<byte[], byte[]> producer;

    private final List<Future<RecordMetadata>> unacknowledged = new ArrayList<>();

    /// @param kafka the settings of a client
    BuriedEvents(Map<String, Object> kafka) {
        this.kafka = kafka;
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// The topics of a Memlog in another process.
    static BuriedEvents at(int kafkaPort, Passwords passwords) {
        Map<String, Object> kafka = new HashMap<>(KafkaServer.clientSettings(passwords));
        kafka.put("bootstrap.servers", "127.0.0.1:" + kafkaPort);
        return new BuriedEvents(kafka);
    }

    /// Every message of the log, in order per memory.
    List<ConsumerRecord<byte[], byte[]>> log() {
        try (var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = partitionsOf(Topic.EVENTS);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(LONGEST_POLL).forEach(messages::add);
            }
            return messages;
        }
    }

    /// The first message of a memory.
    ConsumerRecord<byte[], byte[]> firstOf(long memory) {
        return log().stream()
                .filter(message -> new String(message.key(), UTF_8).equals(Long.toString(memory)))
                .findFirst()
                .orElseThrow();
    }

    /// The memory that a message of the log is about.
    static MemoryLog memoryIn(ConsumerRecord<byte[], byte[]> message) throws UndecodableEventException {
        var headers = new HashMap<String, String>();
        message.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return ((MemoryStored) EventMessage.decode(headers, message.value())).memory();
    }

    /// Buries a message as the consumer does when it cannot apply it.
    ///
    /// @param offset under which it pretends to have been read
    void bury(Projection consumer, ConsumerRecord<byte[], byte[]> message, long offset, String cause) {
        var letter = copy(Topic.deadLetters(consumer).name(), message);
        letter.headers()
                .add(DeadLetterHeaders.ORIGINAL_TOPIC, message.topic().getBytes(UTF_8))
                .add(
                        DeadLetterHeaders.ORIGINAL_PARTITION,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(message.partition())
                                .array())
                .add(DeadLetterHeaders.ORIGINAL_OFFSET, number(offset))
                .add(DeadLetterHeaders.ORIGINAL_TIMESTAMP, number(message.timestamp()))
                .add(DeadLetterHeaders.EXCEPTION, "java.lang.IllegalStateException".getBytes(UTF_8))
                .add(DeadLetterHeaders.EXCEPTION_MESSAGE, cause.getBytes(UTF_8))
                .add(DeadLetterHeaders.EXCEPTION_STACKTRACE, cause.getBytes(UTF_8))
                .add(DeadLetterHeaders.REASON, "apply_failed".getBytes(UTF_8))
                .add(DeadLetterHeaders.ATTEMPTS, "4".getBytes(UTF_8));
        send(letter);
    }

    /// Sends a message to a consumer's replay topic, as it is.
    void replay(Projection consumer, ConsumerRecord<byte[], byte[]> message) {
        send(copy(Topic.replay(consumer).name(), message));
    }

    /// Removes what a consumer holds of the message's memory up to a version.
    void purge(Projection consumer, ConsumerRecord<byte[], byte[]> message, long version) {
        var purge = new ProducerRecord<byte[], byte[]>(
                Topic.replay(consumer).name(), message.partition(), message.key(), null);
        for (var name : List.of(CloudEventHeaders.USER_ID, CloudEventHeaders.PROJECT_ID)) {
            purge.headers().add(message.headers().lastHeader(name));
        }
        purge.headers()
                .add(CloudEventHeaders.MEMORY_VERSION, Long.toString(version).getBytes(UTF_8));
        send(purge);
    }

    /// The same, and then applies the message.
    void repair(Projection consumer, ConsumerRecord<byte[], byte[]> message, long version) {
        var repair = copy(Topic.replay(consumer).name(), message);
        repair.headers().add(CloudEventHeaders.PURGE, Long.toString(version).getBytes(UTF_8));
        send(repair);
    }

    /// Sends a message to a topic once more, as it is.
    void repeat(Topic topic, ConsumerRecord<byte[], byte[]> message) {
        send(copy(topic.name(), message));
    }

    /// How many messages were sent to a topic in all.
    long countOf(Topic topic) {
        try (var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitionsOf(topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /// Whether a consumer has settled everything that was ever sent to its replay topic.
    boolean hasHandledReplays(String group, Projection consumer) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(kafka);
                var reader = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var settled = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return reader.endOffsets(partitionsOf(Topic.replay(consumer))).entrySet().stream()
                    .filter(end -> end.getValue() > 0)
                    .allMatch(end -> settled.containsKey(end.getKey())
                            && settled.get(end.getKey()).offset() >= end.getValue());
        }
    }

    /// Sends to the log what claims to be the next version of a memory and is none.
    void spoil(ConsumerRecord<byte[], byte[]> message, byte[] value) {
        send(new ProducerRecord<>(Topic.EVENTS.name(), message.partition(), message.key(), value, message.headers()));
    }

    /// Returns when Kafka has all of it.
    void flush() throws ExecutionException, InterruptedException {
        for (var sent : unacknowledged) {
            sent.get();
        }
        unacknowledged.clear();
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        unacknowledged.add(producer.send(message));
    }

    private static ProducerRecord<byte[], byte[]> copy(String topic, ConsumerRecord<byte[], byte[]> message) {
        return new ProducerRecord<>(topic, message.partition(), message.key(), message.value(), message.headers());
    }

    private static List<TopicPartition> partitionsOf(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
