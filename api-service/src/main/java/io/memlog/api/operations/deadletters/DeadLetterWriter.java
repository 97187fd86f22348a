package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.FailedReplay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Takes messages of the dead-letter topics into the tables: the failures first, then each letter as its
/// whole past has it, whatever of that became known first.
@Component
final class DeadLetterWriter {

    private final DeadLetterEventRows events;
    private final DeadLetterFailureRows failures;
    private final DeadLetterSnapshotRows standings;
    private final DeadLetterContentRows contents;
    private final DeadLetterProjector fold;

    DeadLetterWriter(
            DeadLetterEventRows events,
            DeadLetterFailureRows failures,
            DeadLetterSnapshotRows standings,
            DeadLetterContentRows contents,
            DeadLetterProjector fold) {
        this.events = events;
        this.failures = failures;
        this.standings = standings;
        this.contents = contents;
        this.fold = fold;
    }

    /// Returns the replays that failed, and were not known.
    List<FailedReplay> write(List<IndexedDeadLetter> buried) {
        if (buried.isEmpty()) {
            return List.of();
        }
        var byLetter = buried.stream()
                .collect(Collectors.groupingBy(IndexedDeadLetter::id, TreeMap::new, Collectors.toUnmodifiableList()));
        events.lock(byLetter.keySet());
        var fresh = failures.add(rows(byLetter));
        var pasts = standings.pasts(byLetter.keySet());
        Map<DeadLetterId, DeadLetterSnapshot> now = new TreeMap<>();
        pasts.forEach((letter, past) -> now.put(letter, fold.of(past)));
        place(byLetter, pasts, now);
        return failedReplays(fresh, byLetter, now);
    }

    private static List<DeadLetterFailureRows.Row> rows(Map<DeadLetterId, List<IndexedDeadLetter>> byLetter) {
        List<DeadLetterFailureRows.Row> rows = new ArrayList<>();
        byLetter.forEach((letter, messages) -> DeadLetterHistory.of(failures(messages), List.of())
                .failures()
                .values()
                .forEach(failure -> rows.add(new DeadLetterFailureRows.Row(letter, failure))));
        return rows;
    }

    private void place(
            Map<DeadLetterId, List<IndexedDeadLetter>> byLetter,
            Map<DeadLetterId, DeadLetterHistory> pasts,
            Map<DeadLetterId, DeadLetterSnapshot> now) {
        var known = contents.known(byLetter.keySet());
        List<DeadLetterContentRows.Addition> additions = new ArrayList<>();
        List<IndexedDeadLetter> contentChanges = new ArrayList<>();
        List<IndexedDeadLetter> originChanges = new ArrayList<>();
        Map<DeadLetterId, DeadLetterSnapshot> standingChanges = new TreeMap<>();
        byLetter.forEach((letter, messages) -> {
            var past = Objects.requireNonNull(pasts.get(letter));
            var first = messages.stream().filter(is(past.first())).findFirst();
            var last = messages.stream().filter(is(past.last())).findFirst();
            var standing = Objects.requireNonNull(now.get(letter));
            if (known.contains(letter)) {
                last.ifPresent(contentChanges::add);
                first.ifPresent(originChanges::add);
                standingChanges.put(letter, standing);
            } else {
                additions.add(new DeadLetterContentRows.Addition(
                        last.orElseThrow(), first.orElseThrow().origin(), standing));
            }
        });
        contents.add(additions);
        contents.replace(contentChanges);
        contents.replaceOrigins(originChanges);
        standings.update(standingChanges);
    }

    private static List<FailedReplay> failedReplays(
            List<DeadLetterFailureRows.Row> fresh,
            Map<DeadLetterId, List<IndexedDeadLetter>> byLetter,
            Map<DeadLetterId, DeadLetterSnapshot> now) {
        Map<DeadLetterId, Integer> left = new TreeMap<>();
        return fresh.stream()
                .filter(row -> row.failure().replay() > 0)
                .map(row -> {
                    var consumer = Objects.requireNonNull(byLetter.get(row.letter()))
                            .getFirst()
                            .consumer();
                    var standing = Objects.requireNonNull(now.get(row.letter()));
                    var isFirst = left.put(row.letter(), 1) == null;
                    return new FailedReplay(consumer, isFirst && standing.state() == DeadLetterState.PARKED);
                })
                .toList();
    }

    private static Predicate<IndexedDeadLetter> is(Failure failure) {
        return letter -> letter.failure().place().equals(failure.place());
    }

    private static List<Failure> failures(Collection<IndexedDeadLetter> messages) {
        return messages.stream().map(IndexedDeadLetter::failure).toList();
    }
}
