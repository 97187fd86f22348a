package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All failures and events of a dead letter. Neither their order nor duplicates change its snapshot.
///
/// @param failures the earliest one of each replay, by the number of the replay; at least one
record DeadLetterHistory(List<Failure> failures, List<TimestampedEvent> events) {

    record TimestampedEvent(DeadLetterEvent event, Instant at) {}

    DeadLetterHistory {
        if (failures.isEmpty()) {
            throw new IllegalArgumentException("a dead letter has failed at least once");
        }
        failures = failures.stream()
                .collect(Collectors.collectingAndThen(
                        Collectors.toMap(
                                Failure::replay,
                                Function.identity(),
                                BinaryOperator.minBy(Failure.ORDER),
                                TreeMap::new),
                        byReplay -> List.copyOf(byReplay.values())));
        events = List.copyOf(events);
    }

    /// @param maxReplays the failed replay at which a dead letter is parked
    DeadLetterSnapshot snapshot(int maxReplays) {
        var failedReplays =
                (int) failures.stream().filter(Failure::isFailedReplay).count();
        var firstSeen = failures.stream().map(Failure::at).min(Comparator.naturalOrder());
        var lastSeen = failures.stream().map(Failure::at).max(Comparator.naturalOrder());
        var changes = Stream.concat(lastSeen.stream(), events.stream().map(TimestampedEvent::at));
        var state = state(failedReplays >= maxReplays ? DeadLetterState.PARKED : DeadLetterState.OPEN);
        return new DeadLetterSnapshot(
                state,
                failures.stream().mapToInt(Failure::attempts).sum(),
                lastReplay(),
                failedReplays,
                firstSeen.orElseThrow(),
                lastSeen.orElseThrow(),
                changes.max(Comparator.naturalOrder()).orElseThrow(),
                state == DeadLetterState.OPEN
                        ? failures.getLast().nextRetry(failedReplays).orElse(null)
                        : null,
                lastJob());
    }

    /// Whether the consumer has reported the result of the last replay.
    boolean isAcknowledged() {
        return lastReplay() > 0
                && (hasFailed(lastReplay())
                        || has(event -> (event instanceof Replayed || event instanceof Skipped)
                                && event.replay() == lastReplay()));
    }

    /// @param failed the state of a dead letter whose last failure nothing has followed
    private DeadLetterState state(DeadLetterState failed) {
        var lastReplay = lastReplay();
        if (has(Superseded.class::isInstance)) {
            return DeadLetterState.SUPERSEDED;
        }
        if (has(Discarded.class::isInstance)) {
            return DeadLetterState.DISCARDED;
        }
        if (lastReplay > 0 && has(event -> event instanceof Replayed && event.replay() == lastReplay)) {
            return DeadLetterState.REPLAYED;
        }
        if (has(event -> event instanceof Skipped && (event.replay() == 0 || event.replay() == lastReplay))) {
            return DeadLetterState.SKIPPED;
        }
        return lastReplay > 0 && !hasFailed(lastReplay) ? DeadLetterState.REPLAYING : failed;
    }

    /// A result counts as its replay's request, which may be missing from the log.
    private int lastReplay() {
        return events.stream()
                .mapToInt(recorded -> recorded.event().replay())
                .max()
                .orElse(0);
    }

    private @Nullable UUID lastJob() {
        return events.stream()
                .map(TimestampedEvent::event)
                .filter(ReplayRequested.class::isInstance)
                .map(ReplayRequested.class::cast)
                .filter(requested -> requested.replay() == lastReplay())
                .flatMap(requested -> Stream.ofNullable(requested.job()))
                .findFirst()
                .orElse(null);
    }

    private boolean hasFailed(int replay) {
        return failures.stream().anyMatch(failure -> failure.replay() == replay);
    }

    private boolean has(Predicate<DeadLetterEvent> condition) {
        return events.stream().map(TimestampedEvent::event).anyMatch(condition);
    }
}
