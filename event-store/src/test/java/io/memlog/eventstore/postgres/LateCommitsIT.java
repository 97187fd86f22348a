package io.memlog.eventstore.postgres;

import static io.memlog.eventstore.Events.event;
import static io.memlog.eventstore.Events.events;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jooq.ExecuteListener;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionStatus;

/// A transaction that takes its time delays readers that remember a position, and makes them skip nothing.
class LateCommitsIT {

    private static final PostgresFixture POSTGRES =
            new PostgresFixture(TestDatabase.create().migrated().dataSource(), Clock.systemUTC());

    private static final String RAW_INSERT = """
            insert into event (event_id, stream_id, stream_version, type, data, metadata, recorded_at)
            values ('late', 'raw', 1, 'raw', '{}', '{}', now())
            """;

    private final StreamId tea = new StreamId("tea");
    private final StreamId coffee = new StreamId("coffee");
    private final StalledTransaction stalled = new StalledTransaction();

    @BeforeEach
    void empty() {
        POSTGRES.empty();
    }

    @AfterEach
    void endWhatIsStalled() {
        stalled.end();
    }

    @Test
    void events_after_an_open_transaction_are_not_returned_until_it_commits() {
        POSTGRES.store.append(tea, any(), events("before"));
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("late")));
        POSTGRES.store.append(coffee, any(), events("early"));

        assertThat(followed()).containsExactly("before");
        assertThat(found(EventQuery.all())).containsExactly("before");
        stalled.end();

        assertThat(followed()).containsExactly("before", "late", "early");
        assertThat(found(EventQuery.all())).containsExactly("before", "late", "early");
    }

    @Test
    void a_transaction_that_began_later_and_took_the_lower_position_is_waited_for_too() {
        var older = new StalledTransaction();
        older.begin(_ -> POSTGRES.sql.fetch("select pg_current_xact_id()"));
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("late")));
        older.endWith(_ -> POSTGRES.store.append(coffee, any(), events("early")));

        assertThat(followed()).isEmpty();
        stalled.end();

        assertThat(followed()).containsExactly("late", "early");
    }

    @Test
    void a_writer_that_knows_nothing_of_this_code_is_waited_for_too() {
        stalled.begin(_ -> POSTGRES.sql.execute(RAW_INSERT));
        POSTGRES.store.append(coffee, any(), events("early"));

        assertThat(followed()).isEmpty();
        stalled.end();

        assertThat(followed()).containsExactly("late", "early");
    }

    @Test
    void a_writer_that_waits_for_the_id_of_an_event_is_waited_for_too() throws Exception {
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("same")));
        var waiting = CompletableFuture.supplyAsync(
                () -> POSTGRES.store.append(coffee, any(), events("a", "same")), Thread::startVirtualThread);
        POSTGRES.awaitBlockedSession();
        POSTGRES.store.append(new StreamId("water"), any(), events("early"));

        assertThat(followed()).isEmpty();
        stalled.end();
        waiting.get(20, TimeUnit.SECONDS);

        assertThat(followed()).containsExactlyInAnyOrder("same", "a", "early").startsWith("same");
    }

    @Test
    void a_rollback_lets_readers_go_on() {
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("never")));
        POSTGRES.store.append(coffee, any(), events("early"));

        stalled.endWith(TransactionStatus::setRollbackOnly);

        assertThat(followed()).containsExactly("early");
    }

    @Test
    void a_transaction_that_rolls_back_a_part_of_itself_announces_the_next_part_again() {
        stalled.begin(status -> {
            var savepoint = status.createSavepoint();
            POSTGRES.store.append(tea, any(), events("never"));
            status.rollbackToSavepoint(savepoint);
            POSTGRES.store.append(tea, any(), events("late"));
        });
        POSTGRES.store.append(coffee, any(), events("early"));

        assertThat(followed()).isEmpty();
        stalled.end();

        assertThat(followed()).containsExactly("late", "early");
    }

    @Test
    void queries_without_an_order_of_positions_are_not_delayed() {
        var context = new EventContext("ada", null, "c", null, null, null);
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("late")));
        POSTGRES.store.append(coffee, any(), List.of(event("early", "said", context, Instant.EPOCH)));

        assertThat(POSTGRES.store.find("early")).isNotEmpty();
        assertThat(POSTGRES.store.read(coffee, 0, 10)).hasSize(1);
        assertThat(found(EventQuery.all().ofStream(coffee))).containsExactly("early");
        assertThat(found(EventQuery.all().ofConversation("c").inOrderOf(EventOrder.TIME)))
                .containsExactly("early");
    }

    @Test
    void a_query_waits_a_moment_for_a_writer_that_is_about_to_commit() {
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("late")));
        POSTGRES.store.append(coffee, any(), events("early"));
        var patient = new PostgresEventQueries(new EventReader(POSTGRES.sql), Duration.ofSeconds(20));
        var found = CompletableFuture.supplyAsync(
                () -> ids(patient.find(EventQuery.all()).events()), Thread::startVirtualThread);

        stalled.end();

        assertThat(found.join()).containsExactly("late", "early");
    }

    @Test
    void a_query_that_waits_for_a_writer_reads_its_page_again_only_once() {
        stalled.begin(_ -> POSTGRES.store.append(tea, any(), events("late")));
        POSTGRES.store.append(coffee, any(), events("early"));
        var pages = new AtomicInteger();
        var horizons = new AtomicInteger();
        var sql = DSL.using(POSTGRES.sql
                .configuration()
                .derive(ExecuteListener.onExecuteStart(
                        statement -> (String.valueOf(statement.sql()).contains("event_horizon") ? horizons : pages)
                                .incrementAndGet())));

        var found =
                new PostgresEventQueries(new EventReader(sql), PostgresFixture.HORIZON_TIMEOUT).find(EventQuery.all());

        assertThat(found.events()).isEmpty();
        assertThat(horizons).hasValueGreaterThan(3);
        assertThat(pages).hasValue(2);
    }

    @Test
    void a_writer_in_another_schema_is_not_waited_for() {
        var database = TestDatabase.create();
        var one = new PostgresFixture(database.schema("one").migrated().dataSource(), Clock.systemUTC());
        var two = new PostgresFixture(database.schema("two").migrated().dataSource(), Clock.systemUTC());
        two.store.append(tea, any(), events("a", "b", "c"));

        one.transaction.executeWithoutResult(_ -> {
            one.store.append(coffee, any(), events("open"));

            assertThat(ids(two.queries.after(Checkpoint.BEGINNING, 10).events()))
                    .containsExactly("a", "b", "c");
        });
    }

    @Test
    void a_transaction_sees_what_it_has_appended_itself() {
        POSTGRES.transaction.executeWithoutResult(_ -> {
            POSTGRES.store.append(tea, any(), events("mine"));

            assertThat(found(EventQuery.all())).containsExactly("mine");
        });
    }

    /// Reads the whole log as a follower does, from its beginning.
    private static List<String> followed() {
        return ids(POSTGRES.queries.after(Checkpoint.BEGINNING, 100).events());
    }

    private static List<String> found(EventQuery query) {
        return ids(POSTGRES.queries.find(query).events());
    }

    private static List<String> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::eventId).toList();
    }

    /// A transaction on a thread of its own, which goes no further until it is told to end.
    private static final class StalledTransaction {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CompletableFuture<Consumer<TransactionStatus>> lastAct = new CompletableFuture<>();
        private CompletableFuture<?> running = CompletableFuture.completedFuture(null);

        void begin(Consumer<TransactionStatus> firstAct) {
            running = CompletableFuture.runAsync(
                    () -> POSTGRES.transaction.executeWithoutResult(status -> {
                        firstAct.accept(status);
                        begun.countDown();
                        lastAct.orTimeout(20, TimeUnit.SECONDS).join().accept(status);
                    }),
                    Thread::startVirtualThread);
            CompletableFuture.anyOf(running, CompletableFuture.runAsync(this::awaitBegun))
                    .join();
        }

        void end() {
            endWith(_ -> {});
        }

        void endWith(Consumer<TransactionStatus> act) {
            lastAct.complete(act);
            running.join();
        }

        private void awaitBegun() {
            try {
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
