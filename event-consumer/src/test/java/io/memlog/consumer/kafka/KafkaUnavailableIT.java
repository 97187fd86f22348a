package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Ports;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaUnavailableIT {

    private static final String LIVE = Topic.EVENTS.name();

    private final int port = Ports.free();
    private final String bootstrapServers = "127.0.0.1:" + port;
    private final InMemoryProjection projection = new InMemoryProjection();

    @TempDir
    private Path data;

    @Test
    void a_consumer_resumes_after_an_outage_of_kafka() throws Exception {
        var consumer = TestConsumers.create(bootstrapServers, "test", projection);
        consumer.start();
        try {
            whileKafkaRuns(kafka -> {
                kafka.send(message(LIVE, change(memory(1), 1)));
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
            });
            assertThat(projection.versions()).containsOnlyKeys(memory(1));

            await().atMost(Duration.ofSeconds(30)).until(() -> consumer.pause().isPresent());
            assertThat(consumer.pause().orElseThrow().reason()).isEqualTo("Kafka does not answer");
            assertThat(consumer.lag()).isEmpty();

            whileKafkaRuns(kafka -> {
                kafka.send(message(LIVE, change(memory(2), 1)));
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
                assertThat(projection.writes()).hasSize(2);
                await().until(() -> consumer.pause().isEmpty() && consumer.lag().isPresent());
            });
        } finally {
            consumer.stop();
        }
    }

    @Test
    void publishing_is_retried_until_kafka_acknowledges() throws Exception {
        var kafkaIsStopped = new CountDownLatch(1);
        var consumer = TestConsumers.create(bootstrapServers, "test", projection);
        consumer.start();
        try {
            whileKafkaRuns(kafka -> {
                kafka.send(message(LIVE, change(memory(1), 1)));
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
                projection.after(changes -> {
                    try {
                        kafkaIsStopped.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                kafka.send(message(LIVE, change(memory(2), 1)));
                await().until(() -> projection.writes().size() == 2);
            });
            kafkaIsStopped.countDown();
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> consumer.pause().orElseThrow().reason().contains(Topic.PROGRESS.name()));

            whileKafkaRuns(kafka -> {
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
                assertThat(kafka.readAll(Topic.PROGRESS)).hasSizeGreaterThanOrEqualTo(2);
                assertThat(kafka.readAll(Topic.deadLetters(Projection.VECTOR))).isEmpty();
                assertThat(projection.versions()).hasSize(2);
            });
        } finally {
            consumer.stop();
        }
    }

    private static boolean committed(KafkaFixture kafka) throws Exception {
        return kafka.uncommitted("test", Topic.EVENTS) == 0;
    }

    private void whileKafkaRuns(Scenario scenario) throws Exception {
        try (var server = KafkaServer.start(data, port);
                var kafka = new KafkaFixture(server.bootstrapServers())) {
            scenario.run(kafka);
        }
    }

    private interface Scenario {
        void run(KafkaFixture kafka) throws Exception;
    }
}
