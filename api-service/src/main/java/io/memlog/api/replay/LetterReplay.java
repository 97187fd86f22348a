package io.memlog.api.replay;

import io.memlog.api.deadletters.DeadLetter;
import io.memlog.api.deadletters.LetterEvent;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.LetterJournal;
import io.memlog.api.deadletters.LetterState;
import io.memlog.api.jobs.Advance;
import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobKind;
import io.memlog.api.jobs.RunningJob;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// The replay of dead letters. Of a piece of letters it is written down first that their replay is asked for,
/// or why there is nothing to apply any more; then they are sent, and then it is noted that they were. Who
/// goes on with a piece sends what was not noted: once more at worst, which the index passes over.
@Component
final class LetterReplay implements JobKind {

    static final String KIND = "dead_letter_replay";

    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final List<LetterState> SHOWN = List.of(
            LetterState.REPLAYING, LetterState.REPLAYED, LetterState.SKIPPED, LetterState.OPEN, LetterState.PARKED);

    private final ReplayLetters letters;
    private final LetterJournal journal;
    private final LetterSelections selections;
    private final ReplaySender sender;

    LetterReplay(ReplayLetters letters, LetterJournal journal, LetterSelections selections, ReplaySender sender) {
        this.letters = letters;
        this.journal = journal;
        this.selections = selections;
        this.sender = sender;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Optional<Advance> begin(Job job, int most) {
        var selection = selections.of(job);
        var behind = LetterPlace.of(job.place()).behind();
        var next = letters.next(selection, behind, most);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        var held = journal.hold(next.stream().map(DeadLetter::id).toList()).stream()
                .filter(selection::admits)
                .toList();
        var obsolete = letters.obsolete(held.stream().map(DeadLetter::id).toList());
        journal.record(
                held.stream().map(letter -> decide(letter, obsolete, job)).toList());
        var place = new LetterPlace(LetterOrder.of(next.getLast()), held.size() - obsolete.size());
        return Optional.of(new Advance(place.json(), obsolete.size(), 0, obsolete.size()));
    }

    @Override
    public void finish(RunningJob job) throws InterruptedException {
        var place = LetterPlace.of(job.job().place());
        var unsent = letters.unsent(job.job().id(), MOST_BYTES);
        while (!unsent.isEmpty()) {
            send(unsent, job);
            var sent = unsent;
            job.record(() -> {
                letters.sent(sent);
                return Advance.to(place.json());
            });
            unsent = letters.unsent(job.job().id(), MOST_BYTES);
        }
        if (place.begun() > 0) {
            var settled = new LetterPlace(place.behind(), 0);
            job.record(() -> new Advance(settled.json(), place.begun(), place.begun(), 0));
        }
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        var states = letters.states(job.id());
        var counts = view.putObject("letters");
        for (var state : SHOWN) {
            var skippedUnsent = state == LetterState.SKIPPED ? job.progress().skipped() : 0;
            counts.put(state.wireName(), states.getOrDefault(state, 0L) + skippedUnsent);
        }
    }

    private void send(List<UnsentLetter> unsent, RunningJob job) throws InterruptedException {
        for (var consumer : Projection.values()) {
            var messages = unsent.stream()
                    .filter(letter -> letter.consumer() == consumer)
                    .map(LetterMessage::of)
                    .toList();
            sender.send(consumer, messages, job);
        }
    }

    private static LetterEvent decide(DeadLetter letter, Map<LetterId, String> obsolete, Job job) {
        var why = obsolete.get(letter.id());
        return why == null
                ? new LetterEvent.ReplayRequested(
                        letter.id(), letter.consumer(), job.id().value(), letter.replays() + 1)
                : new LetterEvent.Skipped(letter.id(), null, why);
    }
}
