package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where a letter stands follows from its failures and its events, in whichever order they became known and
/// however often.
@Component
final class DeadLetterProjector {

    private final DeadLetterProperties properties;

    DeadLetterProjector(DeadLetterProperties properties) {
        this.properties = properties;
    }

    public DeadLetterSnapshot of(DeadLetterHistory past) {
        var failed = past.failures();
        var events = past.events();
        var last = lastReplay(events);
        var firstSeen = failed.values().stream().map(Failure::at).min(Comparator.naturalOrder());
        var lastSeen = failed.values().stream().map(Failure::at).max(Comparator.naturalOrder());
        return new DeadLetterSnapshot(
                state(failed, events, last),
                failed.values().stream().mapToInt(Failure::attempts).sum(),
                last,
                failedReplays(failed),
                firstSeen.orElseThrow(),
                lastSeen.orElseThrow(),
                changedAt(lastSeen.orElseThrow(), events),
                job(events, last),
                last > 0 && (failed.containsKey(last) || isSettled(events, last)));
    }

    private DeadLetterState state(Map<Integer, Failure> failed, Collection<TimestampedEvent> events, int last) {
        if (any(events, event -> event instanceof Superseded)) {
            return DeadLetterState.SUPERSEDED;
        }
        if (any(events, event -> event instanceof Discarded)) {
            return DeadLetterState.DISCARDED;
        }
        if (any(events, event -> last > 0 && event instanceof Replayed replayed && replayed.replay() == last)) {
            return DeadLetterState.REPLAYED;
        }
        if (any(events, event -> event instanceof Skipped skipped && isFinal(skipped, last))) {
            return DeadLetterState.SKIPPED;
        }
        if (last > 0 && !failed.containsKey(last)) {
            return DeadLetterState.REPLAYING;
        }
        return failedReplays(failed) >= mostReplays() ? DeadLetterState.PARKED : DeadLetterState.OPEN;
    }

    /// After so many failed replays a letter is parked.
    int mostReplays() {
        return properties.maxReplays();
    }

    private static boolean isFinal(Skipped skipped, int last) {
        var replay = skipped.replay();
        return replay == null || (last > 0 && replay == last);
    }

    private static boolean isSettled(Collection<TimestampedEvent> events, int last) {
        return any(
                events,
                event -> (event instanceof Replayed replayed && replayed.replay() == last)
                        || (event instanceof Skipped skipped
                                && Integer.valueOf(last).equals(skipped.replay())));
    }

    private static int failedReplays(Map<Integer, Failure> failed) {
        return (int) failed.values().stream().filter(Failure::isOfTheLetter).count();
    }

    /// What was settled must have been asked for, although nobody may remember.
    private static int lastReplay(Collection<TimestampedEvent> events) {
        return events.stream()
                .flatMapToInt(recorded -> switch (recorded.event()) {
                    case ReplayRequested requested -> IntStream.of(requested.replay());
                    case Replayed replayed -> IntStream.of(replayed.replay());
                    case Skipped skipped ->
                        skipped.replay() == null ? IntStream.empty() : IntStream.of(skipped.replay());
                    case Discarded _, Superseded _ -> IntStream.empty();
                })
                .max()
                .orElse(0);
    }

    private static @Nullable UUID job(Collection<TimestampedEvent> events, int last) {
        return events.stream()
                .map(TimestampedEvent::event)
                .<@Nullable UUID>mapMulti((event, jobs) -> {
                    if (event instanceof ReplayRequested requested
                            && requested.replay() == last
                            && requested.job() != null) {
                        jobs.accept(requested.job());
                    }
                })
                .findFirst()
                .orElse(null);
    }

    private static Instant changedAt(Instant lastSeen, Collection<TimestampedEvent> events) {
        return Stream.concat(Stream.of(lastSeen), events.stream().map(TimestampedEvent::at))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static boolean any(
            Collection<TimestampedEvent> events, java.util.function.Predicate<DeadLetterEvent> condition) {
        return events.stream().map(TimestampedEvent::event).anyMatch(condition);
    }
}
