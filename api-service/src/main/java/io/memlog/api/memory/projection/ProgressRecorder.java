package io.memlog.api.memory.projection;

import io.memlog.api.memory.projection.ProjectionState.State;
import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ProjectionStored;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Writes a batch of reports back in one transaction, then wakes the requests that wait for them.
@Component
record ProgressRecorder(
        ProjectionStateRepository repository,
        EmbeddingRepository embeddings,
        ProjectionHistoryRepository history,
        ReplayOutcomeListener replays,
        ProjectionStates states,
        ProgressMeters meters,
        TransactionOperations transaction) {

    void record(List<ProgressReport> received) {
        var generated = new ArrayList<EmbeddingGenerated>();
        var reports = new ArrayList<ProjectionState>();
        var outcomes = new ArrayList<ProjectionReplayed>();
        for (var report : received) {
            switch (report.event()) {
                case EmbeddingGenerated embedding -> generated.add(embedding);
                case ProjectionReplayed replayed -> outcomes.add(replayed);
                case ProjectionStored(var projection, var key, var version, var at) ->
                    reports.add(new ProjectionState(key.id(), projection, version, State.STORED, at));
                case ProjectionDeleted(var projection, var key, var version, var at) ->
                    reports.add(new ProjectionState(key.id(), projection, version, State.DELETED, at));
                case ProjectionFailed(var projection, var key, var version, var _, var _, var at) ->
                    reports.add(new ProjectionState(key.id(), projection, version, State.DEAD_LETTER, at));
            }
        }
        var changes = Objects.requireNonNull(transaction.execute(_ -> {
            replays.replayed(outcomes);
            repository.lock(
                    received.stream().map(report -> report.event().key().id()).toList());
            embeddings.record(generated);
            history.record(received);
            return repository.record(reports);
        }));
        states.notifyWaiting(
                changes.stream().map(change -> change.state().memory()).toList());
        changes.forEach(meters::changed);
    }
}
