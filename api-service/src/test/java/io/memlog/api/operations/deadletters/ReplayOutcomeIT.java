package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.eventstore.EventStore;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

class ReplayOutcomeIT {

    private static final UUID JOB = new UUID(0, 42);

    private final RunningService service = RunningService.deadLetters();
    private final DeadLetters deadLetters = service.bean(DeadLetters.class);
    private final TransactionOperations transaction = service.bean(TransactionOperations.class);

    @Test
    void an_applied_outcome_makes_the_dead_letter_replayed() {
        var deadLetter = published(81);

        request(deadLetter, 1);
        var during = read(deadLetter);
        report(deadLetter, 1, ReplayOutcome.APPLIED);
        report(deadLetter, 1, ReplayOutcome.APPLIED);
        report(deadLetter, 1, ReplayOutcome.SKIPPED);
        var after = in("replayed", deadLetter);

        assertThat(during.get("state").stringValue()).isEqualTo("replaying");
        assertThat(during.get("replays").intValue()).isEqualTo(1);
        assertThat(during.at("/history/1/job").stringValue()).isEqualTo(JOB.toString());
        assertThat(after.at("/history/2/what").stringValue()).isEqualTo("replayed");
        assertThat(service.bean(EventStore.class).read(deadLetter.stream(), 0, 10))
                .extracting(event -> event.type())
                .startsWith("dead_letter.replay_requested", "dead_letter.replayed")
                .doesNotHaveDuplicates();
        assertThat(service.bean(EventStore.class).read(deadLetter.stream(), 0, 10))
                .allSatisfy(event -> assertThat(event.context().userId()).isEqualTo("settling"));
    }

    @Test
    void a_skipped_outcome_makes_the_dead_letter_skipped() {
        var deadLetter = published(82);

        request(deadLetter, 1);
        report(deadLetter, 1, ReplayOutcome.SKIPPED);
        var after = in("skipped", deadLetter);

        assertThat(after.at("/history/2/reason").stringValue()).isEqualTo("passed_over");
    }

    @Test
    void three_failed_replays_park_a_dead_letter_which_can_still_be_discarded() {
        var deadLetter = published(83);

        for (int replay = 1; replay <= 3; replay++) {
            request(deadLetter, replay);
            DeadLetterBuilder.again(deadLetter, replay, Projection.VECTOR, 83, "settling")
                    .in(service.kafka());
            var failed = replay;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> read(deadLetter).get("failed_replays").intValue() == failed);
        }
        var parked = read(deadLetter);
        var discarded = service.post("/dead-letters/" + deadLetter + "/discard", "{\"reason\":\"r\"}");

        assertThat(parked.get("state").stringValue()).isEqualTo("parked");
        assertThat(parked.get("attempts").intValue()).isEqualTo(16);
        assertThat(parked.get("history")
                        .valueStream()
                        .map(entry -> entry.get("what").stringValue()))
                .containsSubsequence("failed", "replay_requested", "failed", "failed", "failed", "parked");
        assertThat(discarded.json().get("state").stringValue()).isEqualTo("discarded");
    }

    @Test
    void an_outcome_that_precedes_its_dead_letter_counts_once_it_is_indexed() {
        var builder = DeadLetterBuilder.of(Projection.VECTOR, 84, "settling", "x");

        report(builder.id(), 1, ReplayOutcome.APPLIED);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !service.bean(EventStore.class)
                        .read(builder.id().stream(), 0, 1)
                        .isEmpty());
        builder.in(service.kafka());

        in("replayed", builder.id());
    }

    @Test
    void an_outcome_is_counted_once() {
        var deadLetter = published(85);
        var before = replays("replayed");

        request(deadLetter, 1);
        report(deadLetter, 1, ReplayOutcome.APPLIED);
        report(deadLetter, 1, ReplayOutcome.APPLIED);
        in("replayed", deadLetter);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(replays("replayed")).isEqualTo(before + 1));
    }

    private double replays(String outcome) {
        var start = "memlog_dead_letters_replays_total{consumer=\"vector\",outcome=\"" + outcome + "\"} ";
        return service.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .sum();
    }

    private DeadLetterId published(long memory) {
        var builder = DeadLetterBuilder.of(Projection.VECTOR, memory, "settling", "x");
        builder.in(service.kafka());
        in("open", builder.id());
        return builder.id();
    }

    private void request(DeadLetterId deadLetter, int replay) {
        transaction.executeWithoutResult(_ -> deadLetters.append(
                List.of(new DeadLetterEvent.ReplayRequested(deadLetter, Projection.VECTOR, JOB, replay))));
    }

    private JsonNode in(String state, DeadLetterId deadLetter) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(
                        () -> read(deadLetter),
                        found -> found.path("state").asString("").equals(state));
    }

    private JsonNode read(DeadLetterId deadLetter) {
        return service.get("/dead-letters/" + deadLetter).json();
    }

    private void report(DeadLetterId deadLetter, int replay, ReplayOutcome outcome) {
        var event = new ProjectionReplayed(
                Projection.VECTOR,
                new MemoryKey(new MemoryId(81), new Tenant("settling", "p")),
                1,
                deadLetter.value(),
                replay,
                outcome,
                Instant.parse("2025-11-13T08:00:00Z"));
        var message = EventMessage.of("vector.replayed/" + deadLetter + "/" + replay, "/test", event.at(), event);
        Map<String, Object> settings = Map.of("bootstrap.servers", service.kafka());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(
                    Topic.PROGRESS.name(), message.key(), message.data().getBytes(UTF_8));
            message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
