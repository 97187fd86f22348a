package io.memlog.api.operations.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.memory.store.StoreProperties;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionOperations;

/// Time stands still in 2001, so that nothing is removed but what these tests have dated back.
class RetentionIT {

    private static final Instant NOW = Instant.parse("2001-06-01T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int BATCH = 3;
    private static final String LONG_AGO = "2001-04-01T00:00:00Z";
    private static final String LATELY = "2001-05-31T12:00:00Z";

    private final RunningService service = RunningService.maintenance();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final TransactionOperations transaction = service.bean(TransactionOperations.class);
    private final ExpiredRowRepository rows = service.bean(ExpiredRowRepository.class);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Retention retention = new Retention(
            rows,
            new StoreProperties(Duration.ofHours(24)),
            new RetentionProperties(true, KEPT, KEPT, KEPT, KEPT),
            meters,
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final String user = "retained-" + UUID.randomUUID();

    @Test
    void an_expired_idempotency_key_is_removed() {
        var memory = store("old-key").id();
        store("new-key");
        setCreatedAt("old-key", LONG_AGO);
        setCreatedAt("new-key", LATELY);

        retention.removeBatch(BATCH);

        assertThat(keys()).containsExactly("new-key");
        assertThat(store("old-key").id()).isGreaterThan(memory);
    }

    @Test
    void an_old_report_leaves_the_timeline_of_its_memory() {
        var memory = store("timeline").id();
        for (var at : List.of(LONG_AGO, LATELY)) {
            sql.execute("""
                    INSERT INTO projection_history (memory_id, projection, version, what, at)
                    VALUES (?, 'graph', 1, 'indexed', ?::timestamptz)
                    """, memory, at);
        }

        retention.removeBatch(BATCH);

        var items = service.get("/memory-logs/" + memory + "/timeline").json().path("items");
        assertThat(items.valueStream()
                        .filter(item -> item.path("what").asString().equals("indexed")))
                .hasSize(1);
    }

    @Test
    void a_closed_finding_is_removed_after_its_retention() {
        found(1, "gone", LONG_AGO, null);
        found(2, "repaired", LONG_AGO, LONG_AGO);
        found(3, "repaired", LONG_AGO, LATELY);
        found(4, "gone", LATELY, LONG_AGO);
        found(5, "open", LONG_AGO, LONG_AGO);

        retention.removeBatch(BATCH);

        assertThat(sql.fetch("SELECT memory_id FROM sync_finding WHERE user_id = ? ORDER BY 1", user)
                        .into(Long.class))
                .containsExactly(3L, 4L, 5L);
    }

    @Test
    void a_finished_job_is_removed_after_its_retention() {
        var completed = job("completed", LONG_AGO);
        var failed = job("failed", LONG_AGO);
        var finishedLately = job("completed", LATELY);
        var running = job("running", null);

        retention.removeBatch(BATCH);

        assertThat(List.of(completed, failed))
                .allSatisfy(
                        job -> assertThat(service.get("/jobs/" + job).status()).isEqualTo(404));
        assertThat(List.of(finishedLately, running))
                .allSatisfy(
                        job -> assertThat(service.get("/jobs/" + job).status()).isEqualTo(200));
        sql.execute("DELETE FROM job WHERE kind = 'test'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replayed", "skipped", "superseded", "discarded"})
    void an_ended_dead_letter_is_removed_after_its_retention(String state) {
        var ended = deadLetter(state, LONG_AGO);
        var endedLately = deadLetter(state, LATELY);

        retention.removeBatch(BATCH);

        assertThat(service.get("/dead-letters/" + ended).status()).isEqualTo(404);
        assertThat(failures(ended)).isZero();
        assertThat(service.get("/dead-letters/" + endedLately).status()).isEqualTo(200);
        assertThat(failures(endedLately)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "replaying", "parked"})
    void a_dead_letter_that_needs_attention_is_never_removed(String state) {
        var letter = deadLetter(state, "1999-01-01T00:00:00Z");

        retention.removeBatch(BATCH);

        assertThat(service.get("/dead-letters/" + letter).status()).isEqualTo(200);
        assertThat(failures(letter)).isOne();
    }

    @Test
    void a_removed_dead_letter_stays_removed_after_a_restart_and_is_ended_in_a_rebuilt_table() {
        var letter = deadLetter("open", LATELY);
        service.post("/dead-letters/" + letter + "/discard", "{\"reason\":\"of no use\"}");
        sql.execute("UPDATE dead_letter SET changed_at = ?::timestamptz WHERE id = ?", LONG_AGO, letter.value());
        retention.removeBatch(BATCH);

        try (var _ = service.another(List.of())) {
            deadLetter("open", LATELY);
            assertThat(service.get("/dead-letters/" + letter).status()).isEqualTo(404);
        }
        sql.execute("DROP TABLE dead_letter");

        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(state(letter)).isEqualTo("discarded"));
    }

    @Test
    void a_removed_dead_letter_whose_replay_fails_is_open_again() {
        var letter = deadLetter("replayed", LONG_AGO);
        retention.removeBatch(BATCH);

        DeadLetterBuilder.again(letter, 1, Projection.GRAPH, 7, user).in(service.kafka());

        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(state(letter)).isEqualTo("open"));
    }

    @Test
    void many_rows_are_removed_in_small_batches_that_are_counted() {
        for (int memory = 1; memory <= 2 * BATCH + 1; memory++) {
            found(memory, "gone", LONG_AGO, null);
        }

        var delays = List.of(retention.removeBatch(BATCH), retention.removeBatch(BATCH), retention.removeBatch(BATCH));

        assertThat(delays).containsExactly(Retention.PAUSE, Retention.PAUSE, Retention.INTERVAL);
        assertThat(meters.get("memlog.retention.removed")
                        .tag("what", "findings")
                        .counter()
                        .count())
                .isEqualTo(2 * BATCH + 1);
    }

    @Test
    void one_instance_removes_at_a_time() {
        found(1, "gone", LONG_AGO, null);

        transaction.executeWithoutResult(_ -> {
            assertThat(rows.tryLock()).isTrue();
            assertThat(CompletableFuture.supplyAsync(() -> retention.removeBatch(BATCH))
                            .join())
                    .isEqualTo(Retention.INTERVAL);
        });

        assertThat(sql.fetchCount(sql.selectFrom("sync_finding").where("user_id = ?", user)))
                .isOne();
        retention.removeBatch(BATCH);
        assertThat(sql.fetchCount(sql.selectFrom("sync_finding").where("user_id = ?", user)))
                .isZero();
    }

    private Answer store(String key) {
        return service.post("/memory-logs", """
                {"task":"t","user_id":"%s","project_id":"p","raw_data":{}}
                """.formatted(user), "Idempotency-Key", key);
    }

    private void setCreatedAt(String key, String time) {
        sql.execute(
                "UPDATE idempotency_key SET created_at = ?::timestamptz WHERE user_id = ? AND key = ?",
                time,
                user,
                key);
    }

    private List<String> keys() {
        return sql.fetch("SELECT key FROM idempotency_key WHERE user_id = ?", user)
                .into(String.class);
    }

    private void found(long memory, String state, String lastSeen, @Nullable String repairedAt) {
        sql.execute("""
                INSERT INTO sync_finding (projection, user_id, project_id, memory_id, kind, damaged, first_seen,
                                          last_seen, state, repair_at)
                VALUES ('graph', ?, 'p', ?, 'missing', false, ?::timestamptz, ?::timestamptz, ?, ?::timestamptz)
                """, user, memory, lastSeen, lastSeen, state, repairedAt);
    }

    private UUID job(String state, @Nullable String finishedAt) {
        var id = UUID.randomUUID();
        sql.execute("""
                INSERT INTO job (id, kind, state, request, place, total, done, sent, skipped, created_at, finished_at)
                VALUES (?, 'test', ?, '{}', '{}', 0, 0, 0, 0, ?::timestamptz, ?::timestamptz)
                """, id, state, LONG_AGO, finishedAt);
        return id;
    }

    private DeadLetterId deadLetter(String state, String changedAt) {
        var builder = DeadLetterBuilder.of(Projection.GRAPH, 7, user, "x");
        builder.in(service.kafka());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/dead-letters/" + builder.id()).status() == 200);
        sql.execute(
                "UPDATE dead_letter SET state = ?, changed_at = ?::timestamptz WHERE id = ?",
                state,
                changedAt,
                builder.id().value());
        return builder.id();
    }

    private String state(DeadLetterId letter) {
        return service.get("/dead-letters/" + letter).json().get("state").stringValue();
    }

    private int failures(DeadLetterId letter) {
        return sql.fetchSingle("SELECT count(*) FROM dead_letter_failure WHERE letter_id = ?", letter.value())
                .get(0, Integer.class);
    }
}
