package io.memlog.eventstore.memory;

import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.UnknownPositionException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers queries by scanning all events.
final class InMemoryEventQuery {

    private static final Comparator<StoredEvent> BY_POSITION = Comparator.comparing(StoredEvent::position);
    private static final Comparator<StoredEvent> BY_TIME =
            Comparator.comparing(StoredEvent::occurredAt).thenComparing(BY_POSITION);

    private InMemoryEventQuery() {}

    /// @param log all events, in the order of their positions
    static EventPage of(Collection<StoredEvent> log, EventQuery query) {
        var order = query.order() == EventOrder.TIME ? BY_TIME : BY_POSITION;
        var found = log.stream()
                .filter(event -> matches(event, query))
                .filter(after(log, query))
                .sorted(order)
                .toList();
        return firstOf(found, query.limit());
    }

    private static boolean matches(StoredEvent event, EventQuery query) {
        var context = event.context();
        return is(query.stream(), event.stream())
                && is(query.conversationId(), context.conversationId())
                && is(query.requestId(), context.requestId())
                && is(query.userId(), context.userId())
                && is(query.projectId(), context.projectId())
                && is(query.type(), event.type())
                && (query.from() == null
                        || !event.occurredAt().isBefore(query.from().truncatedTo(ChronoUnit.MICROS)))
                && (query.to() == null || !event.occurredAt().isAfter(query.to()));
    }

    private static boolean is(@Nullable Object wanted, @Nullable Object actual) {
        return wanted == null || Objects.equals(wanted, actual);
    }

    private static Predicate<StoredEvent> after(Collection<StoredEvent> log, EventQuery query) {
        var after = query.after();
        if (after == null || after.compareTo(Position.BEGINNING) <= 0) {
            return _ -> true;
        }
        if (query.order() == EventOrder.POSITION) {
            return event -> event.position().compareTo(after) > 0;
        }
        var last = log.stream()
                .filter(event -> event.position().equals(after))
                .findFirst()
                .orElseThrow(() -> new UnknownPositionException(after));
        return event -> BY_TIME.compare(event, last) > 0;
    }

    private static EventPage firstOf(List<StoredEvent> found, int limit) {
        List<StoredEvent> page = new ArrayList<>();
        long bytes = 0;
        for (var event : found) {
            if (page.size() == limit || bytes >= EventPage.MAX_BYTES) {
                return new EventPage(page, true);
            }
            page.add(event);
            bytes += event.data().getBytes(StandardCharsets.UTF_8).length;
        }
        return new EventPage(page, false);
    }
}
