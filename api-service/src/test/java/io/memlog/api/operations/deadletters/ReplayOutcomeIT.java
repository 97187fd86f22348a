package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.eventstore.EventStore;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryId;
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

    private final RunningService service = RunningService.shared();
    private final DeadLetterEventLog journal = service.bean(DeadLetterEventLog.class);
    private final TransactionOperations transaction = service.bean(TransactionOperations.class);

    @Test
    void a_letter_is_replayed_when_its_consumer_says_so() {
        var letter = buried(81);

        request(letter, 1);
        var during = read(letter);
        report(letter, 1, ReplayOutcome.APPLIED);
        report(letter, 1, ReplayOutcome.APPLIED);
        report(letter, 1, ReplayOutcome.SKIPPED);
        var after = in("replayed", letter);

        assertThat(during.get("state").stringValue()).isEqualTo("replaying");
        assertThat(during.get("replays").intValue()).isEqualTo(1);
        assertThat(during.at("/history/1/job").stringValue()).isEqualTo(JOB.toString());
        assertThat(after.at("/history/2/what").stringValue()).isEqualTo("replayed");
        assertThat(service.bean(EventStore.class).read(letter.stream(), 0, 10))
                .extracting(event -> event.type())
                .startsWith("dead_letter.replay_requested", "dead_letter.replayed")
                .doesNotHaveDuplicates();
        assertThat(service.bean(EventStore.class).read(letter.stream(), 0, 10))
                .allSatisfy(event -> assertThat(event.context().userId()).isEqualTo("settling"));
    }

    @Test
    void a_letter_is_skipped_when_its_consumer_had_something_newer() {
        var letter = buried(82);

        request(letter, 1);
        report(letter, 1, ReplayOutcome.SKIPPED);
        var after = in("skipped", letter);

        assertThat(after.at("/history/2/reason").stringValue()).isEqualTo("passed_over");
    }

    @Test
    void three_failed_replays_park_a_letter_and_an_operator_may_still_discard_it() {
        var letter = buried(83);

        for (int replay = 1; replay <= 3; replay++) {
            request(letter, replay);
            DeadLetterBuilder.again(letter, replay, Projection.VECTOR, 83, "settling")
                    .in(service.kafka());
            var failed = replay;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> read(letter).get("failed_replays").intValue() == failed);
        }
        var parked = read(letter);
        var discarded = service.post("/dead-letters/" + letter + "/discard", "{\"reason\":\"r\"}");

        assertThat(parked.get("state").stringValue()).isEqualTo("parked");
        assertThat(parked.get("attempts").intValue()).isEqualTo(16);
        assertThat(parked.get("history")
                        .valueStream()
                        .map(entry -> entry.get("what").stringValue()))
                .containsSubsequence("failed", "replay_requested", "failed", "failed", "failed", "parked");
        assertThat(discarded.json().get("state").stringValue()).isEqualTo("discarded");
    }

    @Test
    void an_answer_that_comes_before_the_letter_counts_when_it_is_indexed() {
        var burial = DeadLetterBuilder.of(Projection.VECTOR, 84, "settling", "x");

        report(burial.id(), 1, ReplayOutcome.APPLIED);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !service.bean(EventStore.class)
                        .read(burial.id().stream(), 0, 1)
                        .isEmpty());
        burial.in(service.kafka());

        in("replayed", burial.id());
    }

    @Test
    void what_is_done_about_letters_can_be_counted() {
        var letter = buried(85);
        var before = replays("replayed");

        request(letter, 1);
        report(letter, 1, ReplayOutcome.APPLIED);
        report(letter, 1, ReplayOutcome.APPLIED);
        in("replayed", letter);

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

    private DeadLetterId buried(long memory) {
        var burial = DeadLetterBuilder.of(Projection.VECTOR, memory, "settling", "x");
        burial.in(service.kafka());
        in("open", burial.id());
        return burial.id();
    }

    private void request(DeadLetterId letter, int replay) {
        transaction.executeWithoutResult(_ ->
                journal.append(List.of(new DeadLetterEvent.ReplayRequested(letter, Projection.VECTOR, JOB, replay))));
    }

    private JsonNode in(String state, DeadLetterId letter) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(
                        () -> read(letter),
                        found -> found.path("state").asString("").equals(state));
    }

    private JsonNode read(DeadLetterId letter) {
        return service.get("/dead-letters/" + letter).json();
    }

    private void report(DeadLetterId letter, int replay, ReplayOutcome outcome) {
        var event = new ProjectionReplayed(
                Projection.VECTOR,
                new MemoryId(81),
                "settling",
                "p",
                1,
                letter.value(),
                replay,
                outcome,
                Instant.parse("2025-11-13T08:00:00Z"));
        var message = EventMessage.of("vector.replayed/" + letter + "/" + replay, "/test", event.at(), event);
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
