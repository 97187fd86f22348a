package io.memlog.api.operations.deadletters.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.consumer.processing.Backoff;
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
    void a_follower_goes_on_where_the_last_one_stopped() {
        var follower = service.bean(DeadLetterIndexer.class);
        bury("restart", 10).forEach(this::awaitLetter);

        follower.stop();
        var meanwhile = bury("restart", 10);
        follower.start();

        meanwhile.forEach(this::awaitLetter);
        assertThat(count("restart")).isEqualTo(20);
    }

    @Test
    void several_followers_at_once_index_each_letter_once() {
        var others = List.of(follower(), follower());
        others.forEach(DeadLetterIndexer::start);
        try {
            bury("several", 200);
            await().atMost(Duration.ofSeconds(60)).until(() -> count("several") == 200);
        } finally {
            others.forEach(DeadLetterIndexer::stop);
        }

        assertThat(count("several")).isEqualTo(200);
        assertThat(service.get("/dead-letters?user_id=several&limit=100")
                        .json()
                        .get("items")
                        .valueStream()
                        .mapToInt(letter -> letter.get("attempts").intValue()))
                .containsOnly(4);
    }

    @Test
    void an_outage_of_postgresql_is_waited_out() {
        List<DeadLetterId> meanwhile = new ArrayList<>();

        service.withoutPostgres(() -> meanwhile.addAll(bury("postgres", 5)));

        meanwhile.forEach(this::awaitLetter);
    }

    @Test
    void an_outage_of_kafka_is_waited_out_and_named() {
        service.withoutKafka(() -> await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(service.get("/actuator/health")
                                .json()
                                .at("/components/deadLetters/details/trouble")
                                .asString(""))
                        .contains("Kafka")));

        bury("kafka", 5).forEach(this::awaitLetter);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(service.get("/actuator/health")
                                .json()
                                .at("/components/deadLetters/details/trouble")
                                .isMissingNode())
                        .isTrue());
    }

    @Test
    void new_partitions_are_picked_up() throws Exception {
        var topic = Topic.deadLetters(Projection.GRAPH).name();
        try (var admin = Admin.create(Map.of("bootstrap.servers", service.kafka()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(13)))
                    .all()
                    .get();
        }

        var burial =
                DeadLetterBuilder.of(Projection.GRAPH, 91, "partitions", "x").inPartition(12);
        burial.in(service.kafka());

        awaitLetter(burial.id());
    }

    @Test
    void what_the_index_wants_next_may_be_lost_with_the_data_of_kafka() {
        var before = DeadLetterBuilder.of(Projection.GRAPH, 92, "lost", "x").inPartition(5);
        before.in(service.kafka());
        awaitLetter(before.id());

        service.bean(DSLContext.class)
                .execute(
                        "UPDATE dead_letter_offset SET next_offset = 1000000 WHERE topic = ? AND \"partition\" = 5",
                        Topic.deadLetters(Projection.GRAPH).name());
        var after = DeadLetterBuilder.of(Projection.GRAPH, 93, "lost", "x").inPartition(5);
        after.in(service.kafka());

        awaitLetter(after.id());
        assertThat(count("lost")).isEqualTo(2);
    }

    private DeadLetterIndexer follower() {
        Map<String, Object> config = Map.of("bootstrap.servers", service.kafka());
        return new DeadLetterIndexer(
                new KafkaClients(config, config, 7),
                index,
                new DeadLetterBatchWriter(index, service.bean(DeadLetterMeters.class)),
                service.bean(DeadLettersHealthIndicator.class),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new Random(1)),
                Duration.ofSeconds(30));
    }

    private List<DeadLetterId> bury(String user, int letters) {
        List<DeadLetterId> ids = new ArrayList<>();
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            for (int i = 0; i < letters; i++) {
                var burial =
                        DeadLetterBuilder.of(Projection.VECTOR, 90, user, "x").inPartition(i % 12);
                burial.in(producer);
                ids.add(burial.id());
            }
        }
        return ids;
    }

    private void awaitLetter(DeadLetterId letter) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/dead-letters/" + letter).status() == 200);
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
