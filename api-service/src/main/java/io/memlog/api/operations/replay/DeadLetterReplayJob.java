package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetter;
import io.memlog.api.operations.deadletters.DeadLetterEvent;
import io.memlog.api.operations.deadletters.DeadLetterEventLog;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.api.operations.deadletters.DeadLetters;
import io.memlog.api.operations.deadletters.ReplayOrderKey;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.api.operations.replay.send.ReplaySender;
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
final class DeadLetterReplayJob implements JobHandler {

    static final String KIND = "dead_letter_replay";

    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final List<DeadLetterState> SHOWN = List.of(
            DeadLetterState.REPLAYING,
            DeadLetterState.REPLAYED,
            DeadLetterState.SKIPPED,
            DeadLetterState.OPEN,
            DeadLetterState.PARKED);

    private final DeadLetters deadLetters;
    private final DeadLetterReplayRepository letters;
    private final DeadLetterEventLog journal;
    private final ReplaySelections selections;
    private final ReplaySender sender;

    DeadLetterReplayJob(
            DeadLetters deadLetters,
            DeadLetterReplayRepository letters,
            DeadLetterEventLog journal,
            ReplaySelections selections,
            ReplaySender sender) {
        this.deadLetters = deadLetters;
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
    public Optional<JobProgressDelta> begin(Job job, int most) {
        var selection = selections.of(job);
        var behind = DeadLetterReplayCheckpoint.of(job.place()).behind();
        var next = deadLetters.findReplayable(selection, behind, most);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        var held = journal.lock(next.stream().map(DeadLetter::id).toList()).stream()
                .filter(selection::admits)
                .toList();
        var obsolete = letters.obsolete(held.stream().map(DeadLetter::id).toList());
        journal.append(
                held.stream().map(letter -> decide(letter, obsolete, job)).toList());
        var place = new DeadLetterReplayCheckpoint(ReplayOrderKey.of(next.getLast()), held.size() - obsolete.size());
        return Optional.of(new JobProgressDelta(place.json(), obsolete.size(), 0, obsolete.size()));
    }

    @Override
    public void finish(JobContext job) throws InterruptedException {
        var place = DeadLetterReplayCheckpoint.of(job.job().place());
        var unsent = letters.unsent(job.job().id(), MOST_BYTES);
        while (!unsent.isEmpty()) {
            send(unsent, job);
            var sent = unsent;
            job.record(() -> {
                letters.sent(sent);
                return JobProgressDelta.to(place.json());
            });
            unsent = letters.unsent(job.job().id(), MOST_BYTES);
        }
        if (place.begun() > 0) {
            var settled = new DeadLetterReplayCheckpoint(place.behind(), 0);
            job.record(() -> new JobProgressDelta(settled.json(), place.begun(), place.begun(), 0));
        }
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        var states = letters.states(job.id());
        var counts = view.putObject("letters");
        for (var state : SHOWN) {
            var skippedUnsent =
                    state == DeadLetterState.SKIPPED ? job.progress().skipped() : 0;
            counts.put(state.wireName(), states.getOrDefault(state, 0L) + skippedUnsent);
        }
    }

    private void send(List<PendingReplay> unsent, JobContext job) throws InterruptedException {
        for (var consumer : Projection.values()) {
            var messages = unsent.stream()
                    .filter(letter -> letter.consumer() == consumer)
                    .map(DeadLetterReplayMessage::of)
                    .toList();
            sender.send(consumer, messages, job);
        }
    }

    private static DeadLetterEvent decide(DeadLetter letter, Map<DeadLetterId, String> obsolete, Job job) {
        var why = obsolete.get(letter.id());
        return why == null
                ? new DeadLetterEvent.ReplayRequested(
                        letter.id(),
                        letter.consumer(),
                        job.id().value(),
                        letter.snapshot().replays() + 1)
                : new DeadLetterEvent.Skipped(letter.id(), 0, why);
    }
}
