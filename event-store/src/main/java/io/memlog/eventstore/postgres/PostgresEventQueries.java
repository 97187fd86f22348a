package io.memlog.eventstore.postgres;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.UnknownPositionException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Reads the log concurrently with its writers. It must run outside of transactions or at READ COMMITTED: the
/// horizon holds for later statements, but not for an older snapshot.
final class PostgresEventQueries implements EventQueries, EventFeed {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final EventReader reader;
    private final Duration horizonTimeout;

    PostgresEventQueries(EventReader reader, Duration horizonTimeout) {
        this.reader = reader;
        this.horizonTimeout = horizonTimeout;
    }

    @Override
    public EventPage find(EventQuery query) {
        var after = query.after();
        if (query.order() == EventOrder.TIME
                && after != null
                && after.compareTo(Position.BEGINNING) > 0
                && !reader.exists(after)) {
            throw new UnknownPositionException(after);
        }
        // The events of one stream become visible in order, because its writers are serialized.
        return query.order() == EventOrder.TIME || query.stream() != null
                ? reader.page(query)
                : pageWithinHorizon(query);
    }

    @Override
    public EventBatch after(Checkpoint checkpoint, int limit) {
        var horizon = reader.horizon();
        var everything = EventQuery.all().after(checkpoint.position()).limit(limit);
        var page = upTo(horizon, reader.page(everything));
        return EventBatch.after(checkpoint, page.events());
    }

    @Override
    public Checkpoint end() {
        return Checkpoint.at(reader.horizon());
    }

    /// Waits until no open transaction can add an event to the page, and then reads it once more.
    private EventPage pageWithinHorizon(EventQuery query) {
        var deadline = System.nanoTime() + horizonTimeout.toNanos();
        var horizon = reader.horizon();
        var page = reader.page(query);
        if (isWithin(page, horizon)) {
            return page;
        }
        var last = page.events().getLast().position();
        while (horizon.compareTo(last) < 0
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            horizon = reader.horizon();
        }
        return upTo(horizon, reader.page(query));
    }

    private static boolean isWithin(EventPage page, Position horizon) {
        return page.events().isEmpty() || page.events().getLast().position().compareTo(horizon) <= 0;
    }

    /// The events up to the horizon; there are no further ones to read yet.
    private static EventPage upTo(Position horizon, EventPage page) {
        if (isWithin(page, horizon)) {
            return page;
        }
        var events = page.events().stream()
                .takeWhile(event -> event.position().compareTo(horizon) <= 0)
                .toList();
        return new EventPage(events, false);
    }
}
