package io.memlog.eventstore.postgres;

import static io.memlog.eventstore.Events.event;
import static io.memlog.eventstore.Events.events;
import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static io.memlog.eventstore.ExpectedVersion.noStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.AppendResult.Appended;
import io.memlog.eventstore.AppendResult.Duplicate;
import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// What an append and its caller's transaction have to do with each other.
class TransactionsIT {

    private static final PostgresFixture POSTGRES =
            new PostgresFixture(TestDatabase.create().migrated().dataSource(), Clock.systemUTC());

    private static final Executor THREADS = Thread::startVirtualThread;

    private final StreamId tea = new StreamId("tea");
    private final StreamId coffee = new StreamId("coffee");

    @BeforeEach
    void empty() {
        POSTGRES.empty();
    }

    @Test
    void the_relay_is_woken_after_the_callers_commit_and_not_before() {
        POSTGRES.transaction.executeWithoutResult(_ -> {
            POSTGRES.store.append(tea, any(), List.of(published("a", "1", "{}")));
            assertThat(POSTGRES.wakeUps).hasValue(0);
        });

        assertThat(POSTGRES.wakeUps).hasValue(1);
    }

    @Test
    void a_transaction_at_another_isolation_level_can_neither_append_nor_follow() {
        var repeatableRead =
                new TransactionTemplate(Objects.requireNonNull(POSTGRES.transaction.getTransactionManager()));
        repeatableRead.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        assertThatThrownBy(
                        () -> repeatableRead.executeWithoutResult(_ -> POSTGRES.store.append(tea, any(), events("a"))))
                .hasMessageContaining("repeatable read")
                .hasMessageContaining("spring.datasource.hikari.transaction-isolation");
        assertThatThrownBy(
                        () -> repeatableRead.executeWithoutResult(_ -> POSTGRES.queries.after(Checkpoint.BEGINNING, 1)))
                .hasMessageContaining("repeatable read");
    }

    @Test
    void the_commit_of_an_append_waits_for_the_disk_whatever_the_default_is() {
        POSTGRES.transaction.executeWithoutResult(_ -> {
            POSTGRES.sql.execute("set local synchronous_commit = off");
            POSTGRES.store.append(tea, any(), events("a"));

            assertThat(POSTGRES.sql.fetchValue("show synchronous_commit")).isEqualTo("on");
        });
    }

    @Test
    void a_rollback_of_the_caller_stores_nothing_and_sends_no_wake_up() {
        POSTGRES.transaction.executeWithoutResult(status -> {
            POSTGRES.store.append(tea, any(), List.of(published("a", "1", "{}")));
            status.setRollbackOnly();
        });

        assertThat(POSTGRES.store.find("a")).isEmpty();
        assertThat(POSTGRES.outbox()).isEmpty();
        assertThat(POSTGRES.wakeUps).hasValue(0);
    }

    @Test
    void events_without_a_message_do_not_wake_the_relay() {
        POSTGRES.store.append(tea, any(), events("a"));

        assertThat(POSTGRES.wakeUps).hasValue(0);
    }

    @Test
    void a_duplicate_leaves_the_callers_transaction_usable() {
        POSTGRES.store.append(tea, any(), events("a"));

        POSTGRES.transaction.executeWithoutResult(_ -> {
            assertThat(POSTGRES.store.append(tea, noStream(), events("a"))).isInstanceOf(Duplicate.class);
            POSTGRES.store.append(coffee, noStream(), events("b"));
        });

        assertThat(POSTGRES.store.find("b")).isNotEmpty();
    }

    @Test
    void all_or_nothing_also_when_one_event_is_no_json() {
        assertThatThrownBy(() -> POSTGRES.store.append(tea, any(), List.of(event("a", "1"), event("b", "{"))))
                .isInstanceOf(DataAccessException.class);

        assertThat(POSTGRES.store.find("a")).isEmpty();
    }

    @Test
    void an_id_that_another_stream_takes_at_the_same_time_leaves_no_gap() {
        var second = appendWhile(_ -> {});

        assertThat(second)
                .isEqualTo(new Appended(2, POSTGRES.store.find("c").getFirst().position()));
        assertThat(POSTGRES.store.read(coffee, 0, 10))
                .extracting(StoredEvent::eventId)
                .containsExactly("a", "c");
        assertThat(POSTGRES.store.read(coffee, 0, 10))
                .extracting(StoredEvent::streamVersion)
                .containsExactly(1L, 2L);
        assertThat(POSTGRES.store.find("b").getFirst().stream()).isEqualTo(tea);
        assertThat(POSTGRES.outbox()).extracting(message -> message.key()).containsExactly("first", "a", "c");
    }

    @Test
    void an_id_that_another_stream_takes_and_gives_back_is_free() {
        var second = appendWhile(TransactionStatus::setRollbackOnly);

        assertThat(second).isInstanceOf(Appended.class);
        assertThat(POSTGRES.store.read(coffee, 0, 10))
                .extracting(StoredEvent::eventId)
                .containsExactly("a", "b", "c");
    }

    @Test
    void a_reader_by_snapshot_skips_no_event_that_commits_late() {
        var lowest = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        var late = runAsync(() -> POSTGRES.transaction.executeWithoutResult(_ -> {
            POSTGRES.store.append(tea, any(), events("late"));
            lowest.countDown();
            awaitLatch(mayCommit);
        }));
        awaitLatch(lowest);
        POSTGRES.store.append(coffee, any(), events("early"));

        assertThat(settled()).isEmpty();

        mayCommit.countDown();
        late.join();
        assertThat(settled()).containsExactly("late", "early");
    }

    /// Appends `a, b, c` to one stream while another holds `b` in a transaction that is not yet committed.
    private AppendResult appendWhile(Consumer<TransactionStatus> atTheEnd) {
        var taken = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var first = runAsync(() -> POSTGRES.transaction.executeWithoutResult(status -> {
            POSTGRES.store.append(tea, any(), List.of(published("b", "first", "{}")));
            taken.countDown();
            awaitLatch(mayEnd);
            atTheEnd.accept(status);
        }));
        awaitLatch(taken);
        var second = CompletableFuture.supplyAsync(
                () -> POSTGRES.store.append(
                        coffee,
                        noStream(),
                        List.of(published("a", "a", "{}"), published("b", "b", "{}"), published("c", "c", "{}"))),
                THREADS);
        POSTGRES.awaitBlockedSession();
        mayEnd.countDown();
        first.join();
        return second.join();
    }

    private static List<String> settled() {
        return POSTGRES.sql.fetch("""
                        select event_id from event
                        where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
                        order by transaction_id, position
                        """).getValues(0, String.class);
    }

    private static CompletableFuture<?> runAsync(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
