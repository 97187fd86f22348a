package io.memlog.api.memory.projection;

import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ProjectionStored;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Writes a batch of reports back in one transaction, then wakes whoever waits for them.
@Component
final class ProgressRecorder {

    private final ProjectionStateRepository states;
    private final EmbeddingRepository embeddings;
    private final ReplayOutcomeListener replays;
    private final ProjectionStateNotifier signals;
    private final ProgressMeters meters;
    private final TransactionOperations transaction;

    ProgressRecorder(
            ProjectionStateRepository states,
            EmbeddingRepository embeddings,
            ReplayOutcomeListener replays,
            ProjectionStateNotifier signals,
            ProgressMeters meters,
            TransactionOperations transaction) {
        this.states = states;
        this.embeddings = embeddings;
        this.replays = replays;
        this.signals = signals;
        this.meters = meters;
        this.transaction = transaction;
    }

    void record(List<ProjectionEvent> events) {
        var generated = new ArrayList<EmbeddingGenerated>();
        var reports = new ArrayList<ProjectionState>();
        var outcomes = new ArrayList<ProjectionReplayed>();
        for (var event : events) {
            switch (event) {
                case EmbeddingGenerated embedding -> generated.add(embedding);
                case ProjectionReplayed replayed -> outcomes.add(replayed);
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
            replays.replayed(outcomes);
            embeddings.record(generated);
            return states.record(reports);
        }));
        signals.recorded(
                changed.stream().map(reached -> reached.state().memory()).toList());
        changed.forEach(meters::reached);
    }
}
