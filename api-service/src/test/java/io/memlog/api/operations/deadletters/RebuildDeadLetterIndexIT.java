package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/// Where dead letters stand is the same however it came about: live, in any order, or read again from Kafka and
/// the log.
class RebuildDeadLetterIndexIT {

    private static final Instant START = Instant.parse("2025-11-13T08:00:00Z");
    private static final String USER = "rebuild";
    private static final int DEAD_LETTERS = 40;
    private static final int STEPS = 400;

    private final RunningService service = RunningService.deadLetters();
    private final DeadLetters deadLetters = service.bean(DeadLetters.class);
    private final TransactionOperations transaction = service.bean(TransactionOperations.class);
    private final DSLContext sql = service.bean(DSLContext.class);
    private final Random random = new Random(11);
    private final Map<DeadLetterId, List<Failure>> failures = new TreeMap<>();

    @Test
    void a_dropped_index_is_rebuilt_to_the_same_dead_letters() {
        happenAtRandom();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertThatSnapshotsFollowFromHistories);
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
        assertThatSnapshotsFollowFromHistories();
    }

    private void happenAtRandom() {
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            var builders = new ArrayList<DeadLetterBuilder>();
            for (int i = 0; i < DEAD_LETTERS; i++) {
                builders.add(DeadLetterBuilder.of(Projection.GRAPH, 100 + i, USER, "letter " + i));
            }
            for (int step = 0; step < STEPS; step++) {
                var deadLetter = builders.get(random.nextInt(DEAD_LETTERS));
                var replay = 1 + random.nextInt(4);
                switch (random.nextInt(24)) {
                    case 0, 1, 2 -> publish(deadLetter, 0, deadLetter.id(), producer);
                    case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 ->
                        publish(
                                DeadLetterBuilder.again(deadLetter.id(), replay, Projection.GRAPH, 100, USER)
                                        .because("reason_" + replay, "java.lang.Exception", "replay " + replay),
                                replay,
                                deadLetter.id(),
                                producer);
                    case 13, 14, 15, 16 ->
                        happen(new DeadLetterEvent.ReplayRequested(
                                deadLetter.id(), Projection.GRAPH, new UUID(0, replay), replay));
                    case 17, 18 -> happen(new DeadLetterEvent.Replayed(deadLetter.id(), replay));
                    case 19, 20 -> happen(new DeadLetterEvent.Skipped(deadLetter.id(), replay, "passed_over"));
                    case 21 -> happen(new DeadLetterEvent.Discarded(deadLetter.id(), "of no use"));
                    case 22 -> happen(new DeadLetterEvent.Superseded(deadLetter.id(), 2, "corrected"));
                    default -> happen(new DeadLetterEvent.Skipped(deadLetter.id(), 0, "deleted"));
                }
            }
        }
    }

    private void publish(
            DeadLetterBuilder builder, int replay, DeadLetterId deadLetter, Producer<byte[], byte[]> producer) {
        var at = START.plusMillis(random.nextInt(5_000));
        var position = builder.at(at).inPartition(random.nextInt(12)).in(producer);
        failures.computeIfAbsent(deadLetter, id -> new ArrayList<>())
                .add(new Failure(replay, at, Cause.of("", "", "", null), 4, position));
    }

    private void happen(DeadLetterEvent event) {
        transaction.executeWithoutResult(_ -> deadLetters.append(List.of(event, event)));
    }

    private void assertThatSnapshotsFollowFromHistories() {
        var maxReplays = service.bean(DeadLetterProperties.class).maxReplays();
        failures.forEach(
                (id, failed) -> assertThat(deadLetters.find(id).orElseThrow().snapshot())
                        .isEqualTo(new DeadLetterHistory(failed, events(id)).snapshot(maxReplays)));
    }

    private List<TimestampedEvent> events(DeadLetterId deadLetter) {
        return service.bean(EventStore.class).read(deadLetter.stream(), 0, 100).stream()
                .map(event -> new TimestampedEvent(
                        DeadLetterEvent.read(deadLetter, event.type(), event.data())
                                .orElseThrow(),
                        event.recordedAt()))
                .toList();
    }

    /// Every dead letter and failure. The log does not hold whether the message of a running replay was sent. Dead
    /// letters that retention removed come back with a dropped table, which RetentionIT covers.
    private List<String> snapshot() {
        var unsent = Set.of("replaying", "discarded", "superseded", "skipped");
        List<String> rows = sql.selectFrom(DEAD_LETTER)
                .where(DSL.coalesce(DEAD_LETTER.USER_ID, "").notLike("retained-%"))
                .orderBy(DEAD_LETTER.ID)
                .fetch(row -> {
                    row.set(
                            DEAD_LETTER.REPLAY_SENT,
                            !unsent.contains(row.get(DEAD_LETTER.STATE)) && row.get(DEAD_LETTER.REPLAY_SENT));
                    return Arrays.deepToString(row.intoArray());
                });
        rows.addAll(sql.fetch("""
                SELECT dead_letter_failure::text FROM dead_letter_failure
                WHERE letter_id NOT IN (SELECT id FROM dead_letter WHERE user_id LIKE 'retained-%')
                ORDER BY letter_id, replay
                """).into(String.class));
        return rows;
    }
}
