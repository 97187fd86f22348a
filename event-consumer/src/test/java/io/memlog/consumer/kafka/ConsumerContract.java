package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A consumer of an in-memory projection, on a Kafka server that a subclass provides.
abstract class ConsumerContract {

    static final String LIVE = Topic.EVENTS.name();
    static final Topic REPLAY = Topic.replay(Projection.VECTOR);
    static final Topic DEAD = Topic.deadLetters(Projection.VECTOR);
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    final String group = "test-" + UUID.randomUUID();
    final InMemoryProjection projection = new InMemoryProjection();
    final List<ProjectionConsumer> consumers = new ArrayList<>();
    KafkaFixture kafka;

    abstract String bootstrapServers();

    @BeforeEach
    void start() throws Exception {
        kafka = new KafkaFixture(bootstrapServers());
        kafka.begin(group);
    }

    @AfterEach
    void stop() {
        projection.recover();
        consumers.forEach(ProjectionConsumer::stop);
        kafka.close();
    }

    final ProjectionConsumer startConsumer() {
        var consumer = TestConsumers.create(bootstrapServers(), group, projection);
        consumers.add(consumer);
        consumer.start();
        return consumer;
    }

    final void awaitCommitted() {
        eventually(() -> {
            assertThat(kafka.uncommitted(group, Topic.EVENTS)).isZero();
            assertThat(kafka.uncommitted(group, REPLAY)).isZero();
        });
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
    }

    final List<String> reported() throws Exception {
        return kafka.read(Topic.PROGRESS).stream()
                .map(progress -> header(progress, CloudEventHeaders.ID))
                .toList();
    }

    static List<ProducerRecord<byte[], byte[]>> hundred() {
        return LongStream.rangeClosed(1, 100)
                .mapToObj(id -> message(LIVE, change(memory(id), 1)))
                .toList();
    }

    static List<ProducerRecord<byte[], byte[]>> thousand() {
        return LongStream.rangeClosed(1, 1000)
                .mapToObj(id -> message(LIVE, change(memory(id), 1)))
                .toList();
    }

    static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void assertSameRecord(ConsumerRecord<byte[], byte[]> deadLetter, ConsumerRecord<byte[], byte[]> original) {
        assertThat(deadLetter.key()).isEqualTo(original.key());
        assertThat(deadLetter.value()).isEqualTo(original.value());
        assertThat(deadLetter.partition()).isEqualTo(original.partition());
        assertThat(List.<Header>of(deadLetter.headers().toArray()))
                .startsWith(original.headers().toArray());
    }

    static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return text(message.headers().lastHeader(name).value());
    }

    static ByteBuffer bytes(ConsumerRecord<byte[], byte[]> message, String name) {
        return ByteBuffer.wrap(message.headers().lastHeader(name).value());
    }

    static String text(byte[] utf8) {
        return new String(utf8, UTF_8);
    }
}
