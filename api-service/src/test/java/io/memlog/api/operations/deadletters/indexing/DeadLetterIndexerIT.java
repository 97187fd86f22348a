package io.memlog.api.operations.deadletters.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

class DeadLetterIndexerIT {

    private final RunningService service = RunningService.shared();
    private final DeadLetterIndex index = service.bean(DeadLetterIndex.class);

    @Test
    void a_restarted_indexer_continues_from_its_position() {
        var indexer = service.bean(DeadLetterIndexer.class);
        publish("restart", 10).forEach(this::awaitIndexed);

        indexer.stop();
        var meanwhile = publish("restart", 10);
        indexer.start();

        meanwhile.forEach(this::awaitIndexed);
        assertThat(count("restart")).isEqualTo(20);
    }

    @Test
    void several_indexers_index_each_dead_letter_once() {
        var others = List.of(indexer(), indexer());
        others.forEach(DeadLetterIndexer::start);
        try {
            publish("several", 200);
            await().atMost(Duration.ofSeconds(60)).until(() -> count("several") == 200);
        } finally {
            others.forEach(DeadLetterIndexer::stop);
        }

        assertThat(count("several")).isEqualTo(200);
        assertThat(service.get("/dead-letters?user_id=several&limit=100")
                        .json()
                        .get("items")
                        .valueStream()
                        .mapToInt(deadLetter -> deadLetter.get("attempts").intValue()))
                .containsOnly(4);
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

    @Test
    void records_of_new_partitions_are_indexed() throws Exception {
        var topic = Topic.deadLetters(Projection.GRAPH).name();
        try (var admin = Admin.create(Map.of("bootstrap.servers", service.kafka()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(13)))
                    .all()
                    .get();
        }

        var builder =
                DeadLetterBuilder.of(Projection.GRAPH, 91, "partitions", "x").inPartition(12);
        builder.in(service.kafka());

        awaitIndexed(builder.id());
    }

    @Test
    void an_offset_beyond_the_end_restarts_from_the_oldest_record() {
        var before = DeadLetterBuilder.of(Projection.GRAPH, 92, "lost", "x").inPartition(5);
        before.in(service.kafka());
        awaitIndexed(before.id());

        service.bean(DSLContext.class)
                .execute(
                        "UPDATE dead_letter_offset SET next_offset = 1000000 WHERE topic = ? AND \"partition\" = 5",
                        Topic.deadLetters(Projection.GRAPH).name());
        var after = DeadLetterBuilder.of(Projection.GRAPH, 93, "lost", "x").inPartition(5);
        after.in(service.kafka());

        awaitIndexed(after.id());
        assertThat(count("lost")).isEqualTo(2);
    }

    private DeadLetterIndexer indexer() {
        Map<String, Object> config = Map.of("bootstrap.servers", service.kafka());
        return new DeadLetterIndexer(
                new KafkaClients(config, config, 7),
                index,
                new DeadLetterBatchWriter(index, service.bean(DeadLetterMeters.class)),
                service.bean(DeadLettersHealthIndicator.class),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new Random(1)),
                Duration.ofSeconds(30));
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
