package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.MemoryIndex;
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
    private final MemoryIndex index = new MemoryIndex();

    @TempDir
    private Path data;

    @Test
    void a_follower_outlives_its_kafka() throws Exception {
        var follower = TestConsumers.follower(bootstrapServers, "test", index);
        follower.start();
        try {
            whileKafkaRuns(kafka -> {
                kafka.send(message(LIVE, change(memory(1), 1)));
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
            });
            assertThat(index.versions()).containsOnlyKeys(memory(1));

            await().atMost(Duration.ofSeconds(30)).until(() -> follower.pause().isPresent());
            assertThat(follower.pause().orElseThrow().reason()).isEqualTo("Kafka does not answer");
            assertThat(follower.lag()).isEmpty();

            whileKafkaRuns(kafka -> {
                kafka.send(message(LIVE, change(memory(2), 1)));
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
                assertThat(index.writes()).hasSize(2);
                await().until(() -> follower.pause().isEmpty() && follower.lag().isPresent());
            });
        } finally {
            follower.stop();
        }
    }

    @Test
    void a_report_that_kafka_does_not_take_is_repeated_until_it_does() throws Exception {
        var kafkaIsGone = new CountDownLatch(1);
        var follower = TestConsumers.follower(bootstrapServers, "test", index);
        follower.start();
        try {
            whileKafkaRuns(kafka -> {
                kafka.send(message(LIVE, change(memory(1), 1)));
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
                index.after(changes -> {
                    try {
                        kafkaIsGone.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                kafka.send(message(LIVE, change(memory(2), 1)));
                await().until(() -> index.writes().size() == 2);
            });
            kafkaIsGone.countDown();
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> follower.pause().orElseThrow().reason().contains(Topic.PROGRESS.name()));

            whileKafkaRuns(kafka -> {
                await().atMost(Duration.ofSeconds(60)).until(() -> committed(kafka));
                assertThat(kafka.readAll(Topic.PROGRESS)).hasSizeGreaterThanOrEqualTo(2);
                assertThat(kafka.readAll(Topic.deadLetters(Projection.VECTOR))).isEmpty();
                assertThat(index.versions()).hasSize(2);
            });
        } finally {
            follower.stop();
        }
    }

    private static boolean committed(KafkaBench kafka) throws Exception {
        return kafka.uncommitted("test", Topic.EVENTS) == 0;
    }

    private void whileKafkaRuns(Story story) throws Exception {
        try (var server = KafkaServer.start(data, port);
                var kafka = new KafkaBench(server.bootstrapServers())) {
            story.tell(kafka);
        }
    }

    private interface Story {
        void tell(KafkaBench kafka) throws Exception;
    }
}
