package io.memlog.api.deadletters;

import io.memlog.api.deadletters.LetterEvent.Discarded;
import io.memlog.api.deadletters.LetterEvent.ReplayRequested;
import io.memlog.api.deadletters.LetterEvent.Replayed;
import io.memlog.api.deadletters.LetterEvent.Skipped;
import io.memlog.api.deadletters.LetterEvent.Superseded;
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
public final class Fold {

    private final DeadLetterProperties properties;

    Fold(DeadLetterProperties properties) {
        this.properties = properties;
    }

    public Standing of(Past past) {
        var failed = past.failures();
        var events = past.events();
        var last = lastReplay(events);
        var firstSeen = failed.values().stream().map(Failure::at).min(Comparator.naturalOrder());
        var lastSeen = failed.values().stream().map(Failure::at).max(Comparator.naturalOrder());
        return new Standing(
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

    private LetterState state(Map<Integer, Failure> failed, Collection<RecordedEvent> events, int last) {
        if (any(events, event -> event instanceof Superseded)) {
            return LetterState.SUPERSEDED;
        }
        if (any(events, event -> event instanceof Discarded)) {
            return LetterState.DISCARDED;
        }
        if (any(events, event -> last > 0 && event instanceof Replayed replayed && replayed.replay() == last)) {
            return LetterState.REPLAYED;
        }
        if (any(events, event -> event instanceof Skipped skipped && isFinal(skipped, last))) {
            return LetterState.SKIPPED;
        }
        if (last > 0 && !failed.containsKey(last)) {
            return LetterState.REPLAYING;
        }
        return failedReplays(failed) >= mostReplays() ? LetterState.PARKED : LetterState.OPEN;
    }

    /// After so many failed replays a letter is parked.
    int mostReplays() {
        return properties.maxReplays();
    }

    private static boolean isFinal(Skipped skipped, int last) {
        var replay = skipped.replay();
        return replay == null || (last > 0 && replay == last);
    }

    private static boolean isSettled(Collection<RecordedEvent> events, int last) {
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
    private static int lastReplay(Collection<RecordedEvent> events) {
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

    private static @Nullable UUID job(Collection<RecordedEvent> events, int last) {
        return events.stream()
                .map(RecordedEvent::event)
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

    private static Instant changedAt(Instant lastSeen, Collection<RecordedEvent> events) {
        return Stream.concat(Stream.of(lastSeen), events.stream().map(RecordedEvent::at))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static boolean any(Collection<RecordedEvent> events, java.util.function.Predicate<LetterEvent> condition) {
        return events.stream().map(RecordedEvent::event).anyMatch(condition);
    }
}
