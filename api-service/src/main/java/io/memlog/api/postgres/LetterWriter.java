package io.memlog.api.postgres;

import io.memlog.api.deadletters.BuriedLetter;
import io.memlog.api.deadletters.Failure;
import io.memlog.api.deadletters.Fold;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.LetterIndex.FailedReplay;
import io.memlog.api.deadletters.LetterState;
import io.memlog.api.deadletters.Past;
import io.memlog.api.deadletters.Standing;
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
final class LetterWriter {

    private final LetterEventRows events;
    private final LetterFailureRows failures;
    private final LetterStandings standings;
    private final LetterContentRows contents;
    private final Fold fold;

    LetterWriter(
            LetterEventRows events,
            LetterFailureRows failures,
            LetterStandings standings,
            LetterContentRows contents,
            Fold fold) {
        this.events = events;
        this.failures = failures;
        this.standings = standings;
        this.contents = contents;
        this.fold = fold;
    }

    /// Returns the replays that failed, and were not known.
    List<FailedReplay> write(List<BuriedLetter> buried) {
        if (buried.isEmpty()) {
            return List.of();
        }
        var byLetter = buried.stream()
                .collect(Collectors.groupingBy(BuriedLetter::id, TreeMap::new, Collectors.toUnmodifiableList()));
        events.lock(byLetter.keySet());
        var fresh = failures.add(rows(byLetter));
        var pasts = standings.pasts(byLetter.keySet());
        Map<LetterId, Standing> now = new TreeMap<>();
        pasts.forEach((letter, past) -> now.put(letter, fold.of(past)));
        place(byLetter, pasts, now);
        return failedReplays(fresh, byLetter, now);
    }

    private static List<LetterFailureRows.Row> rows(Map<LetterId, List<BuriedLetter>> byLetter) {
        List<LetterFailureRows.Row> rows = new ArrayList<>();
        byLetter.forEach((letter, messages) -> Past.of(failures(messages), List.of())
                .failures()
                .values()
                .forEach(failure -> rows.add(new LetterFailureRows.Row(letter, failure))));
        return rows;
    }

    private void place(
            Map<LetterId, List<BuriedLetter>> byLetter, Map<LetterId, Past> pasts, Map<LetterId, Standing> now) {
        var known = contents.known(byLetter.keySet());
        List<LetterContentRows.Addition> additions = new ArrayList<>();
        List<BuriedLetter> contentChanges = new ArrayList<>();
        List<BuriedLetter> originChanges = new ArrayList<>();
        Map<LetterId, Standing> standingChanges = new TreeMap<>();
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
                additions.add(new LetterContentRows.Addition(
                        last.orElseThrow(), first.orElseThrow().origin(), standing));
            }
        });
        contents.add(additions);
        contents.replace(contentChanges);
        contents.replaceOrigins(originChanges);
        standings.update(standingChanges);
    }

    private static List<FailedReplay> failedReplays(
            List<LetterFailureRows.Row> fresh,
            Map<LetterId, List<BuriedLetter>> byLetter,
            Map<LetterId, Standing> now) {
        Map<LetterId, Integer> left = new TreeMap<>();
        return fresh.stream()
                .filter(row -> row.failure().replay() > 0)
                .map(row -> {
                    var consumer = Objects.requireNonNull(byLetter.get(row.letter()))
                            .getFirst()
                            .consumer();
                    var standing = Objects.requireNonNull(now.get(row.letter()));
                    var isFirst = left.put(row.letter(), 1) == null;
                    return new FailedReplay(consumer, isFirst && standing.state() == LetterState.PARKED);
                })
                .toList();
    }

    private static Predicate<BuriedLetter> is(Failure failure) {
        return letter -> letter.failure().place().equals(failure.place());
    }

    private static List<Failure> failures(Collection<BuriedLetter> messages) {
        return messages.stream().map(BuriedLetter::failure).toList();
    }
}
