package io.memlog.api.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterHistory.TimestampedEvent;
import io.memlog.api.operations.deadletters.Failure.Cause;
import io.memlog.eventstore.EventStore;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/// Where letters stand is the same however it came about: live, in any order, or read again from Kafka and
/// the log.
class RebuildDeadLetterIndexIT {

    private static final Instant START = Instant.parse("2025-11-13T08:00:00Z");
    private static final String USER = "rebuild";
    private static final int LETTERS = 40;
    private static final int STEPS = 400;

    private final RunningService service = RunningService.shared();
    private final DeadLetterEventLog journal = service.bean(DeadLetterEventLog.class);
    private final TransactionOperations transaction = service.bean(TransactionOperations.class);
    private final DSLContext sql = service.bean(DSLContext.class);
    private final Random random = new Random(11);
    private final Map<DeadLetterId, List<Failure>> failures = new TreeMap<>();

    @Test
    void a_dropped_index_is_filled_again_to_the_same_letters() {
        happenAtRandom();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertThatLettersStandWhereTheirPastPutsThem);
        var before = snapshot();
        assertThat(sql.fetch("SELECT DISTINCT state FROM dead_letter WHERE user_id = ?", USER)
                        .into(String.class))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(DeadLetterState.values())
                        .map(DeadLetterState::wireName)
                        .toList());

        sql.execute("DROP TABLE dead_letter");

        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(snapshot()).isEqualTo(before));
        assertThatLettersStandWhereTheirPastPutsThem();
    }

    private void happenAtRandom() {
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            var burials = new ArrayList<DeadLetterBuilder>();
            for (int i = 0; i < LETTERS; i++) {
                burials.add(DeadLetterBuilder.of(Projection.GRAPH, 100 + i, USER, "letter " + i));
            }
            for (int step = 0; step < STEPS; step++) {
                var letter = burials.get(random.nextInt(LETTERS));
                var replay = 1 + random.nextInt(4);
                switch (random.nextInt(24)) {
                    case 0, 1, 2 -> bury(letter, 0, letter.id(), producer);
                    case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 ->
                        bury(
                                DeadLetterBuilder.again(letter.id(), replay, Projection.GRAPH, 100, USER)
                                        .because("reason_" + replay, "java.lang.Exception", "replay " + replay),
                                replay,
                                letter.id(),
                                producer);
                    case 13, 14, 15, 16 ->
                        happen(new DeadLetterEvent.ReplayRequested(
                                letter.id(), Projection.GRAPH, new UUID(0, replay), replay));
                    case 17, 18 -> happen(new DeadLetterEvent.Replayed(letter.id(), replay));
                    case 19, 20 -> happen(new DeadLetterEvent.Skipped(letter.id(), replay, "passed_over"));
                    case 21 -> happen(new DeadLetterEvent.Discarded(letter.id(), "of no use"));
                    case 22 -> happen(new DeadLetterEvent.Superseded(letter.id(), 2, "corrected"));
                    default -> happen(new DeadLetterEvent.Skipped(letter.id(), 0, "deleted"));
                }
            }
        }
    }

    private void bury(DeadLetterBuilder burial, int replay, DeadLetterId letter, Producer<byte[], byte[]> producer) {
        var at = START.plusMillis(random.nextInt(5_000));
        var place = burial.at(at).inPartition(random.nextInt(12)).in(producer);
        failures.computeIfAbsent(letter, id -> new ArrayList<>())
                .add(new Failure(replay, at, new Cause("", "", ""), 4, place));
    }

    private void happen(DeadLetterEvent event) {
        transaction.executeWithoutResult(_ -> journal.append(List.of(event, event)));
    }

    private void assertThatLettersStandWhereTheirPastPutsThem() {
        var projector = service.bean(DeadLetterProjector.class);
        var deadLetters = service.bean(DeadLetters.class);
        failures.forEach(
                (id, failed) -> assertThat(deadLetters.find(id).orElseThrow().snapshot())
                        .isEqualTo(projector.project(DeadLetterHistory.of(failed, happened(id)))));
    }

    private List<TimestampedEvent> happened(DeadLetterId letter) {
        return service.bean(EventStore.class).read(letter.stream(), 0, 100).stream()
                .map(event -> new TimestampedEvent(
                        DeadLetterEventCodec.read(letter, event.type(), event.data())
                                .orElseThrow(),
                        event.recordedAt()))
                .toList();
    }

    /// Every letter and failure; whether the message of a running replay was sent is not written down. Letters that
    /// were removed for their age come back with a dropped table, which is what RetentionIT is about.
    private List<String> snapshot() {
        var rows = sql.fetch("""
                SELECT (to_jsonb(dead_letter)
                            - CASE WHEN state IN ('replaying', 'discarded', 'superseded', 'skipped')
                                   THEN 'replay_sent' ELSE '' END)::text
                FROM dead_letter WHERE coalesce(user_id, '') NOT LIKE 'retained-%' ORDER BY id
                """).into(String.class);
        rows.addAll(sql.fetch("""
                SELECT dead_letter_failure::text FROM dead_letter_failure
                WHERE letter_id NOT IN (SELECT id FROM dead_letter WHERE user_id LIKE 'retained-%')
                ORDER BY letter_id, replay
                """).into(String.class));
        return rows;
    }
}
