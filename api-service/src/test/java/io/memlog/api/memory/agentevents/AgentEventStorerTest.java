package io.memlog.api.memory.agentevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.GroupCommit;
import io.memlog.api.memory.agentevents.AgentEventStorer.Entry;
import io.memlog.api.memory.agentevents.AgentEventStorer.Result;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.memory.InMemoryEventStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentEventStorerTest {

    private static final Entry INVALID = new Entry.Invalid(ProblemException.notFound("something"));

    private final FailingStore store = new FailingStore();
    private final AgentEventStorer storer =
            new AgentEventStorer(store, new GroupCommit<>("events", store::appendAll, new SimpleMeterRegistry()));

    @Test
    void events_of_few_conversations_are_stored_together() {
        var results = storer.store(
                IntStream.range(0, 1_000).mapToObj(n -> event(n, "c" + n % 50)).toList());

        assertThat(results).hasSize(1_000).allMatch(Result.Stored.class::isInstance);
        assertThat(store.calls).containsExactly(1_000);
    }

    @Test
    void no_transaction_locks_more_than_two_hundred_streams() {
        var results = storer.store(
                IntStream.range(0, 450).mapToObj(n -> event(n, null)).toList());

        assertThat(results).hasSize(450).allMatch(Result.Stored.class::isInstance);
        assertThat(store.calls).containsExactly(200, 200, 50);
    }

    @Test
    void results_stand_where_their_entries_stood() {
        storer.store(List.of(event(1, "c")));

        var results = storer.store(List.of(INVALID, event(2, "c"), event(1, "c"), INVALID, event(2, "c")));

        assertThat(results)
                .extracting(Result::getClass)
                .containsExactly(
                        Result.Rejected.class,
                        Result.Stored.class,
                        Result.Duplicate.class,
                        Result.Rejected.class,
                        Result.Duplicate.class);
    }

    @Test
    void when_the_store_becomes_unavailable_in_between_each_event_knows_whether_it_is_stored() {
        store.failsAtCall = 2;
        var entries = new ArrayList<Entry>(
                IntStream.range(0, 250).mapToObj(n -> event(n, null)).toList());
        entries.add(INVALID);

        var results = storer.store(entries);

        assertThat(results.subList(0, 200)).allMatch(Result.Stored.class::isInstance);
        assertThat(results.subList(200, 250))
                .allSatisfy(result -> assertThat(
                                ((Result.Rejected) result).problem().type())
                        .isEqualTo(ProblemType.STORE_UNAVAILABLE));
        assertThat(results.getLast()).isEqualTo(new Result.Rejected(((Entry.Invalid) INVALID).problem()));
    }

    @Test
    void when_nothing_is_stored_the_failure_is_thrown() {
        store.failsAtCall = 1;

        assertThatThrownBy(() -> storer.store(List.of(event(1, "c")))).isInstanceOf(StoreUnavailable.class);
    }

    private static Entry event(int number, @Nullable String conversation) {
        var context = new EventContext(null, null, conversation, null, null, null);
        return new Entry.Valid(new AgentEvent("event-" + number, "t", Instant.EPOCH, context, "{}"));
    }

    private static final class StoreUnavailable extends RuntimeException {

        StoreUnavailable() {
            super(new SQLException("the connection is broken", "08006"));
        }
    }

    /// Counts what it appends at a time, and is unavailable at one call.
    private static final class FailingStore implements EventStore {

        private final InMemoryEventStore log = new InMemoryEventStore(Clock.systemUTC());
        private final List<Integer> calls = new ArrayList<>();
        private int failsAtCall;

        @Override
        public List<AppendResult> appendAll(List<Append> appends) {
            calls.add(appends.size());
            if (calls.size() == failsAtCall) {
                throw new StoreUnavailable();
            }
            return log.appendAll(appends);
        }

        @Override
        public List<StoredEvent> find(String eventId) {
            return log.find(eventId);
        }

        @Override
        public List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
            return log.read(stream, afterVersion, limit);
        }
    }
}
