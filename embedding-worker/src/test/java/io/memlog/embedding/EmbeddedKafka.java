package io.memlog.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.KafkaServer;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A Kafka server with a producer of memory changes and a reader of all topics.
final class EmbeddedKafka implements AutoCloseable {

    private final KafkaServer server;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> reader;

    private EmbeddedKafka(KafkaServer server) {
        this.server = server;
        var config = Map.<String, Object>of("bootstrap.servers", server.bootstrapServers());
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static EmbeddedKafka start(Path data) {
        return new EmbeddedKafka(KafkaServer.start(data, 0));
    }

    String bootstrapServers() {
        return server.bootstrapServers();
    }

    /// Sends changes as api-service does, once the worker has created the topics, and returns when all are in
    /// the log.
    void send(List<? extends MemoryChange> changes) throws ExecutionException, InterruptedException {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !reader.endOffsets(partitions(Topic.EVENTS)).isEmpty());
        sendRaw(changes.stream().map(EmbeddedKafka::message).toList());
    }

    /// Sends arbitrary messages.
    void sendRaw(List<ProducerRecord<byte[], byte[]>> messages) throws ExecutionException, InterruptedException {
        var sent = messages.stream().map(producer::send).toList();
        producer.flush();
        for (var acknowledgement : sent) {
            acknowledgement.get();
        }
    }

    /// All messages of the topic.
    List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        var partitions = partitions(topic);
        var ends = reader.endOffsets(partitions);
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            reader.poll(Duration.ofMillis(100)).forEach(read::add);
        }
        return read;
    }

    private static List<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return text(message.headers().lastHeader(name).value());
    }

    static String text(byte[] utf8) {
        return new String(utf8, UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> message(MemoryChange change) {
        var event = EventMessage.of(
                "e-" + change.key().id() + "-" + change.version(),
                "/test",
                Instant.parse("2026-01-02T03:04:05Z"),
                change);
        var message = new ProducerRecord<>(
                Topic.EVENTS.name(), event.key().getBytes(UTF_8), event.data().getBytes(UTF_8));
        event.headers().forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
        return message;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        reader.close();
        server.close();
    }
}
