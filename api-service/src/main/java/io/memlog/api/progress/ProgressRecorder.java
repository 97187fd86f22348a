package io.memlog.api.progress;

import io.memlog.api.deadletters.LetterEvent;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.LetterJournal;
import io.memlog.api.memories.Embeddings;
import io.memlog.api.memories.ProjectionState;
import io.memlog.api.memories.ProjectionStates;
import io.memlog.api.status.StateSignals;
import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.event.ReplayOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Writes a batch of reports back in one transaction, then wakes whoever waits for them.
@Component
final class ProgressRecorder {

    private final ProjectionStates states;
    private final Embeddings embeddings;
    private final LetterJournal letters;
    private final StateSignals signals;
    private final ProgressMeters meters;
    private final TransactionOperations transaction;

    ProgressRecorder(
            ProjectionStates states,
            Embeddings embeddings,
            LetterJournal letters,
            StateSignals signals,
            ProgressMeters meters,
            TransactionOperations transaction) {
        this.states = states;
        this.embeddings = embeddings;
        this.letters = letters;
        this.signals = signals;
        this.meters = meters;
        this.transaction = transaction;
    }

    void record(List<ProjectionEvent> events) {
        var generated = new ArrayList<EmbeddingGenerated>();
        var reports = new ArrayList<ProjectionState>();
        var settled = new ArrayList<LetterEvent>();
        for (var event : events) {
            switch (event) {
                case EmbeddingGenerated embedding -> generated.add(embedding);
                case ProjectionReplayed replayed -> settled.add(settled(replayed));
                case ProjectionStored stored ->
                    reports.add(new ProjectionState(
                            stored.memory(),
                            stored.projection(),
                            stored.version(),
                            ProjectionState.State.STORED,
                            stored.at()));
                case ProjectionDeleted deleted ->
                    reports.add(new ProjectionState(
                            deleted.memory(),
                            deleted.projection(),
                            deleted.version(),
                            ProjectionState.State.DELETED,
                            deleted.at()));
                case ProjectionFailed failed ->
                    reports.add(new ProjectionState(
                            failed.memory(),
                            failed.projection(),
                            failed.version(),
                            ProjectionState.State.DEAD_LETTER,
                            failed.at()));
            }
        }
        var changed = Objects.requireNonNull(transaction.execute(_ -> {
            letters.record(settled);
            embeddings.record(generated);
            return states.record(reports);
        }));
        signals.recorded(
                changed.stream().map(reached -> reached.state().memory()).toList());
        changed.forEach(meters::reached);
    }

    private static LetterEvent settled(ProjectionReplayed replayed) {
        var letter = new LetterId(replayed.deadLetter());
        return switch (replayed.outcome()) {
            case APPLIED -> new LetterEvent.Replayed(letter, replayed.replay());
            case SKIPPED -> new LetterEvent.Skipped(letter, replayed.replay(), ReplayOutcome.SKIPPED.wireName());
        };
    }
}
