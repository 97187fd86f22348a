package io.memlog.eventstore.postgres;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Reads the log beside its writers. It is asked outside of transactions, or within those that run at READ
/// COMMITTED: the horizon is true for later statements, and not for an older snapshot.
final class PostgresEventQueries implements EventQueries, EventFeed {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final EventReader events;
    private final Duration settleWait;

    PostgresEventQueries(EventReader events, Duration settleWait) {
        this.events = events;
        this.settleWait = settleWait;
    }

    @Override
    public EventPage find(EventQuery query) {
        // The events of one stream become visible in their order, because its writers queue up.
        return query.order() == EventOrder.TIME || query.stream() != null ? events.page(query) : settledPage(query);
    }

    @Override
    public EventBatch after(Checkpoint checkpoint, int limit) {
        var horizon = events.horizon();
        var everything = EventQuery.all().after(checkpoint.position()).limit(limit);
        var page = upTo(horizon, events.page(everything));
        return EventBatch.following(checkpoint, page.events());
    }

    private EventPage settledPage(EventQuery query) {
        var deadline = System.nanoTime() + settleWait.toNanos();
        while (true) {
            var horizon = events.horizon();
            var page = events.page(query);
            if (isSettled(page, horizon)) {
                return page;
            }
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return upTo(horizon, page);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean isSettled(EventPage page, Position horizon) {
        return page.events().isEmpty() || page.events().getLast().position().compareTo(horizon) <= 0;
    }

    /// Without what stands behind the horizon; what comes next is not to be had yet.
    private static EventPage upTo(Position horizon, EventPage page) {
        if (isSettled(page, horizon)) {
            return page;
        }
        var settled = page.events().stream()
                .takeWhile(event -> event.position().compareTo(horizon) <= 0)
                .toList();
        return new EventPage(settled, false);
    }
}
