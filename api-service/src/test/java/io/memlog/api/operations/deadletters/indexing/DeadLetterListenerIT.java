package io.memlog.api.operations.deadletters.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

class DeadLetterListenerIT {

    private static final String GROUP = "memlog-api-dead-letters";

    private final RunningService service = RunningService.deadLetters();
    private final ConcurrentMessageListenerContainer<?, ?> container =
            service.bean("deadLetterContainer", ConcurrentMessageListenerContainer.class);
    private final DSLContext sql = service.bean(DSLContext.class);

    @Test
    void a_restarted_indexer_continues_from_its_position() {
        publish("restart", 10).forEach(this::awaitIndexed);

        container.stop();
        var meanwhile = publish("restart", 10);
        container.start();

        meanwhile.forEach(this::awaitIndexed);
        assertThat(count("restart")).isEqualTo(20);
    }

    @Test
    void the_position_in_postgresql_counts_and_not_the_offsets_of_the_group() throws Exception {
        publish("offsets", 12).forEach(this::awaitIndexed);

        container.stop();
        var meanwhile = publish("offsets", 12);
        var topic = Topic.deadLetters(Projection.VECTOR).name();
        try (var admin = Admin.create(Map.of("bootstrap.servers", service.kafka()))) {
            var ends = admin.listOffsets(IntStream.range(0, 12)
                            .mapToObj(number -> new TopicPartition(topic, number))
                            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
                    .all()
                    .get();
            var committed = ends.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            end -> new OffsetAndMetadata(end.getValue().offset())));
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.alterConsumerGroupOffsets(GROUP, committed)
                            .all()
                            .get());
        }
        container.start();

        meanwhile.forEach(this::awaitIndexed);
        assertThat(count("offsets")).isEqualTo(24);
    }

    @Test
    void several_indexers_index_each_dead_letter_once() {
        try (var _ = service.another(List.of());
                var _ = service.another(List.of())) {
            publish("several", 200);
            await().atMost(Duration.ofSeconds(60)).until(() -> count("several") == 200);
        }
        publish("several", 12).forEach(this::awaitIndexed);

        assertThat(count("several")).isEqualTo(212);
        assertThat(service.get("/dead-letters?user_id=several&limit=100")
                        .json()
                        .get("items")
                        .valueStream()
                        .mapToInt(deadLetter -> deadLetter.get("attempts").intValue()))
                .containsOnly(4);
    }

    @Test
    void a_dead_letter_that_postgresql_rejects_does_not_stop_the_others() {
        sql.execute("ALTER TABLE dead_letter ADD CONSTRAINT no_text CHECK (message <> 'rejected')");
        sql.execute("ALTER TABLE dead_letter ADD CONSTRAINT no_value CHECK (value <> 'rejected'::bytea)");
        try {
            container.stop();
            var withoutText = DeadLetterBuilder.of(Projection.VECTOR, 94, "rejected", "x")
                    .because("undecodable", "java.lang.Exception", "rejected")
                    .inPartition(1);
            var rejected = DeadLetterBuilder.of(Projection.VECTOR, 95, "rejected", "rejected")
                    .inPartition(1);
            var last =
                    DeadLetterBuilder.of(Projection.VECTOR, 96, "rejected", "x").inPartition(1);
            for (var each : List.of(withoutText, rejected, last)) {
                each.in(service.kafka());
            }
            container.start();

            awaitIndexed(last.id());
            assertThat(count("rejected")).isEqualTo(1);
            assertThat(service.get("/dead-letters/" + rejected.id()).status()).isEqualTo(404);
            assertThat(service.get("/dead-letters/" + withoutText.id())
                            .json()
                            .at("/cause/message")
                            .stringValue())
                    .isEqualTo("the message cannot be indexed with its texts");
        } finally {
            sql.execute("ALTER TABLE dead_letter DROP CONSTRAINT no_text, DROP CONSTRAINT no_value");
        }
    }

    @Test
    void a_topic_with_another_id_is_indexed_from_its_beginning() {
        var lost = DeadLetterBuilder.of(Projection.VECTOR, 97, "recreated", "x").inPartition(2);
        lost.in(service.kafka());
        awaitIndexed(lost.id());

        sql.execute("DELETE FROM dead_letter WHERE id = ?", lost.id().value());
        sql.execute(
                "UPDATE dead_letter_offset SET topic_id = 'another' WHERE topic = ? AND \"partition\" = 2",
                Topic.deadLetters(Projection.VECTOR).name());

        awaitIndexed(lost.id());
    }

    @Test
    void dead_letters_of_a_postgresql_outage_are_indexed_afterwards() {
        List<DeadLetterId> meanwhile = new ArrayList<>();

        service.withoutPostgres(() -> meanwhile.addAll(publish("postgres", 5)));

        meanwhile.forEach(this::awaitIndexed);
    }

    @Test
    void health_names_a_kafka_outage_until_it_is_over() {
        service.withoutKafka(() -> await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(service.get("/actuator/health")
                                .json()
                                .at("/components/deadLetters/details/trouble")
                                .asString(""))
                        .contains("Kafka")));

        publish("kafka", 5).forEach(this::awaitIndexed);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(service.get("/actuator/health")
                                .json()
                                .at("/components/deadLetters/details/trouble")
                                .isMissingNode())
                        .isTrue());
    }

    /// On servers of its own, since partitions cannot be taken away again.
    @Test
    void records_of_new_partitions_are_indexed() throws Exception {
        var own = RunningService.isolated("--memlog.dead-letters.refresh-interval=1s");
        try {
            var topic = Topic.deadLetters(Projection.GRAPH).name();
            try (var admin = Admin.create(Map.of("bootstrap.servers", own.kafka()))) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> admin.listTopics().names().get().contains(topic));
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(13)))
                        .all()
                        .get();
            }

            var builder = DeadLetterBuilder.of(Projection.GRAPH, 91, "partitions", "x")
                    .inPartition(12);
            builder.in(own.kafka());

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> own.get("/dead-letters/" + builder.id()).status() == 200);
        } finally {
            own.close();
        }
    }

    @Test
    void an_offset_beyond_the_end_restarts_from_the_oldest_record() {
        var before = DeadLetterBuilder.of(Projection.GRAPH, 92, "lost", "x").inPartition(5);
        before.in(service.kafka());
        awaitIndexed(before.id());

        container.stop();
        sql.execute(
                "UPDATE dead_letter_offset SET next_offset = 1000000 WHERE topic = ? AND \"partition\" = 5",
                Topic.deadLetters(Projection.GRAPH).name());
        var after = DeadLetterBuilder.of(Projection.GRAPH, 93, "lost", "x").inPartition(5);
        after.in(service.kafka());
        container.start();

        awaitIndexed(after.id());
        assertThat(count("lost")).isEqualTo(2);
    }

    @Test
    void a_position_that_went_back_with_the_rows_is_followed() {
        var lost = DeadLetterBuilder.of(Projection.VECTOR, 98, "restored", "x").inPartition(3);
        lost.in(service.kafka());
        awaitIndexed(lost.id());

        sql.execute("DELETE FROM dead_letter WHERE id = ?", lost.id().value());
        sql.execute(
                "UPDATE dead_letter_offset SET next_offset = 0 WHERE topic = ? AND \"partition\" = 3",
                Topic.deadLetters(Projection.VECTOR).name());
        var next = DeadLetterBuilder.of(Projection.VECTOR, 99, "restored", "x").inPartition(3);
        next.in(service.kafka());

        awaitIndexed(next.id());
        awaitIndexed(lost.id());
    }

    private List<DeadLetterId> publish(String user, int deadLetters) {
        List<DeadLetterId> ids = new ArrayList<>();
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            for (int i = 0; i < deadLetters; i++) {
                var builder =
                        DeadLetterBuilder.of(Projection.VECTOR, 90, user, "x").inPartition(i % 12);
                builder.in(producer);
                ids.add(builder.id());
            }
        }
        return ids;
    }

    private void awaitIndexed(DeadLetterId deadLetter) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/dead-letters/" + deadLetter).status() == 200);
    }

    private int count(String user) {
        return service.get("/dead-letters/groups?user_id=" + user)
                .json()
                .get("items")
                .valueStream()
                .mapToInt(group -> group.get("count").intValue())
                .sum();
    }
}
