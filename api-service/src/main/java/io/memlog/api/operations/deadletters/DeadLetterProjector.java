package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import io.memlog.api.operations.deadletters.DeadLetterHistory.TimestampedEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Computes the snapshot of a dead letter from its failures and events. Neither their order nor duplicates
/// change the result.
@Component
final class DeadLetterProjector {

    private final int maxReplays;

    DeadLetterProjector(DeadLetterProperties properties) {
        this.maxReplays = properties.maxReplays();
    }

    DeadLetterSnapshot project(DeadLetterHistory history) {
        var failures = history.failures().values();
        var events = events(history);
        var lastReplay = lastReplay(events);
        var firstSeen = failures.stream().map(Failure::at).min(Comparator.naturalOrder());
        var lastSeen = failures.stream().map(Failure::at).max(Comparator.naturalOrder());
        var state = state(history.failures(), events, lastReplay);
        return new DeadLetterSnapshot(
                state,
                failures.stream().mapToInt(Failure::attempts).sum(),
                lastReplay,
                failedReplays(failures),
                firstSeen.orElseThrow(),
                lastSeen.orElseThrow(),
                changedAt(lastSeen.orElseThrow(), history.events()),
                state == DeadLetterState.OPEN
                        ? history.last().nextRetry(failedReplays(failures)).orElse(null)
                        : null,
                job(events, lastReplay));
    }

    /// Whether the consumer has reported the result of the last replay.
    static boolean isAcknowledged(DeadLetterHistory history) {
        var events = events(history);
        var lastReplay = lastReplay(events);
        return lastReplay > 0
                && (history.failures().containsKey(lastReplay)
                        || events.stream()
                                .anyMatch(event -> (event instanceof Replayed || event instanceof Skipped)
                                        && event.replay() == lastReplay));
    }

    /// The failed replay at which a dead letter is parked.
    int maxReplays() {
        return maxReplays;
    }

    private DeadLetterState state(Map<Integer, Failure> failures, List<DeadLetterEvent> events, int lastReplay) {
        if (events.stream().anyMatch(Superseded.class::isInstance)) {
            return DeadLetterState.SUPERSEDED;
        }
        if (events.stream().anyMatch(Discarded.class::isInstance)) {
            return DeadLetterState.DISCARDED;
        }
        if (lastReplay > 0
                && events.stream().anyMatch(event -> event instanceof Replayed && event.replay() == lastReplay)) {
            return DeadLetterState.REPLAYED;
        }
        if (events.stream()
                .anyMatch(event -> event instanceof Skipped && (event.replay() == 0 || event.replay() == lastReplay))) {
            return DeadLetterState.SKIPPED;
        }
        if (lastReplay > 0 && !failures.containsKey(lastReplay)) {
            return DeadLetterState.REPLAYING;
        }
        return failedReplays(failures.values()) >= maxReplays ? DeadLetterState.PARKED : DeadLetterState.OPEN;
    }

    private static int failedReplays(Collection<Failure> failures) {
        return (int) failures.stream().filter(Failure::isFailedReplay).count();
    }

    /// A result counts as its replay's request, which may be missing from the log.
    private static int lastReplay(List<DeadLetterEvent> events) {
        return events.stream().mapToInt(DeadLetterEvent::replay).max().orElse(0);
    }

    private static @Nullable UUID job(List<DeadLetterEvent> events, int lastReplay) {
        return events.stream()
                .map(event -> event instanceof ReplayRequested requested && requested.replay() == lastReplay
                        ? requested.job()
                        : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Instant changedAt(Instant lastSeen, List<TimestampedEvent> events) {
        return Stream.concat(Stream.of(lastSeen), events.stream().map(TimestampedEvent::at))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static List<DeadLetterEvent> events(DeadLetterHistory history) {
        return history.events().stream().map(TimestampedEvent::event).toList();
    }
}
