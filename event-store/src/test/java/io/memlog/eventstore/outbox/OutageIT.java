package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.PostgresServer;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.RelaySessions;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.servers.TopicReader;
import io.memlog.eventstore.servers.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.TransactionException;

/// The relay during and after outages of its dependencies.
class OutageIT {

    private static final String NOWHERE = "127.0.0.1:1";

    private final String key = UUID.randomUUID().toString();

    @Test
    void appends_succeed_while_kafka_is_unavailable_and_are_published_in_order_afterwards(@TempDir Path folder) {
        var kafka = KafkaServer.start(folder, 0);
        Topics.create(kafka.bootstrapServers());
        try (var instance = Instance.start(TestDatabase.create(), kafka.bootstrapServers());
                var writer = new Writer(instance)) {
            await().until(() ->
                    instance.meters().get("memlog.outbox.published").counter().count() > 10);

            kafka.close();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(instance.status().failureReason()).startsWith("Kafka: ");
                assertThat(instance.status().depth()).isGreaterThan(50);
                assertThat(instance.status().oldestAge()).isPositive();
            });

            kafka = KafkaServer.start(folder, kafka.port());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(instance.status().failureReason()).isNull());
            var appended = writer.finish();
            await().untilAsserted(() -> assertThat(instance.status().depth()).isZero());
            assertThat(instance.meters()
                            .get("memlog.outbox.failures")
                            .tag("part", "kafka")
                            .counter()
                            .count())
                    .isPositive();
            try (var topic = new TopicReader(kafka.bootstrapServers())) {
                assertThat(topic.values(key).stream().distinct())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, appended)
                                .mapToObj(Integer::toString)
                                .toList());
            }
        } finally {
            kafka.close();
        }
    }

    @Test
    void messages_wait_for_a_topic_that_does_not_exist_yet(@TempDir Path folder) {
        try (var kafka = KafkaServer.start(folder, 0);
                var instance = Instance.start(TestDatabase.create(), kafka.bootstrapServers())) {
            append(instance, 1);
            await().untilAsserted(
                            () -> assertThat(instance.status().failureReason()).contains("memory-log-events"));

            Topics.create(kafka.bootstrapServers());

            try (var topic = new TopicReader(kafka.bootstrapServers())) {
                await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1"));
            }
            await().untilAsserted(
                            () -> assertThat(instance.status().failureReason()).isNull());
        }
    }

    @Test
    void an_instance_starts_although_the_name_of_kafka_cannot_be_resolved() {
        try (var instance = Instance.start(TestDatabase.create(), "kafka.invalid:9092")) {
            append(instance, 1);

            await().untilAsserted(
                            () -> assertThat(instance.status().failureReason()).startsWith("Kafka: "));
            assertThat(instance.status().leading()).isTrue();
        }
    }

    @Test
    void more_messages_than_the_limit_make_the_outbox_full() {
        try (var instance = Instance.start(TestDatabase.create(), NOWHERE, "memlog.outbox.max-rows", "5")) {
            IntStream.rangeClosed(1, 5).forEach(number -> append(instance, number));
            await().untilAsserted(() -> assertThat(instance.status().depth()).isEqualTo(5));
            assertThat(instance.status().full()).isFalse();

            IntStream.rangeClosed(6, 20).forEach(number -> append(instance, number));

            await().untilAsserted(() -> assertThat(instance.status().full()).isTrue());
            assertThat(instance.status().depth()).isEqualTo(6);
        }
    }

    @Test
    void large_messages_make_the_outbox_full_before_many_do() {
        try (var instance = Instance.start(TestDatabase.create(), NOWHERE, "memlog.outbox.max-bytes", "1MB")) {
            append(instance, 1);
            await().untilAsserted(() -> assertThat(instance.status().depth()).isEqualTo(1));
            assertThat(instance.status().full()).isFalse();

            var text = "\"" + "x".repeat(1024 * 1024) + "\"";
            instance.store().append(new StreamId(key), any(), List.of(published(key + "-2", key, text)));

            await().untilAsserted(() -> assertThat(instance.status().full()).isTrue());
            assertThat(instance.status().depth()).isEqualTo(2);
        }
    }

    @Test
    void a_stop_does_not_use_up_its_timeout_when_kafka_stops_to_acknowledge(@TempDir Path folder) {
        var kafka = KafkaServer.start(folder, 0);
        Topics.create(kafka.bootstrapServers());
        var instance = Instance.start(TestDatabase.create(), kafka.bootstrapServers());
        append(instance, 1);
        await().until(() ->
                instance.meters().get("memlog.outbox.published").counter().count() == 1);
        kafka.close();
        append(instance, 2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(instance.status().failureReason()).startsWith("Kafka: "));

        var before = System.nanoTime();
        instance.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void a_stop_does_not_wait_for_an_unavailable_kafka() {
        var instance = Instance.start(
                TestDatabase.create(),
                NOWHERE,
                "memlog.outbox.block-timeout",
                "5m",
                "memlog.outbox.stop-timeout",
                "200ms");
        append(instance, 1);
        await().until(() -> instance.status().leading());

        var before = System.nanoTime();
        instance.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_leader_whose_session_ends_leads_again() {
        var database = TestDatabase.create();
        var sessions = new RelaySessions(database);
        var kafka = SharedServers.kafka().bootstrapServers();
        try (var instance = Instance.start(database, kafka);
                var topic = new TopicReader(kafka)) {
            await().until(() -> instance.status().leading());
            var first = sessions.leader();

            sessions.terminate(first);
            append(instance, 1);

            await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1"));
            assertThat(sessions.leader()).isNotEqualTo(first);
            assertThat(instance.meters()
                            .get("memlog.outbox.failures")
                            .tag("part", "postgres")
                            .counter()
                            .count())
                    .isPositive();
        }
    }

    @Test
    void the_relay_recovers_after_postgresql_was_unavailable(@TempDir Path folder) {
        var postgres = PostgresServer.start(folder, 0);
        var database = new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var kafka = SharedServers.kafka().bootstrapServers();
        try (var instance = Instance.start(database, kafka);
                var topic = new TopicReader(kafka)) {
            await().until(() -> instance.status().leading());

            postgres.close();
            await().untilAsserted(() -> {
                assertThat(instance.status().leading()).isFalse();
                assertThat(instance.status().failureReason()).startsWith("PostgreSQL: ");
            });

            postgres = PostgresServer.start(folder, postgres.port());
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(instance.status().leading()).isTrue();
                assertThat(instance.status().failureReason()).isNull();
            });
            // The pool may still hold a connection to the server that ended.
            await().ignoreException(TransactionException.class).untilAsserted(() -> append(instance, 1));
            await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1"));
        } finally {
            postgres.close();
        }
    }

    private void append(Instance instance, int number) {
        instance.store().append(new StreamId(key), any(), List.of(published(key + "-" + number, key, "" + number)));
    }

    /// Appends consecutive numbers until it is finished.
    private final class Writer implements AutoCloseable {

        private final AtomicBoolean finished = new AtomicBoolean();
        private final CompletableFuture<Integer> appended;

        Writer(Instance instance) {
            this.appended = CompletableFuture.supplyAsync(() -> write(instance), Thread::startVirtualThread);
        }

        int finish() {
            finished.set(true);
            return appended.join();
        }

        @Override
        public void close() {
            finish();
        }

        private int write(Instance instance) {
            var number = 0;
            while (!finished.get()) {
                append(instance, ++number);
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            return number;
        }
    }
}
