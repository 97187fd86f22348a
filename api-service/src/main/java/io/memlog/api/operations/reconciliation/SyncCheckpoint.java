package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.schemas.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The progress of a job, stored as JSON between two steps.
///
/// @param phase   the number of finished phases
/// @param at      the checkpoint of the current phase; null at its beginning
/// @param summary null before the first step
record SyncCheckpoint(
        int phase, @Nullable JsonNode at, @Nullable CheckSummary summary) {

    static SyncCheckpoint of(Job job) {
        return job.checkpoint(SyncCheckpoint.class, new SyncCheckpoint(0, null, null));
    }

    SyncCheckpoint after(StepResult<?> step) {
        var sum = currentSummary().plus(step.summary());
        return step.checkpoint() == null
                ? new SyncCheckpoint(phase + 1, null, sum)
                : new SyncCheckpoint(phase, Json.mapper().valueToTree(step.checkpoint()), sum);
    }

    <P> @Nullable P phaseCheckpoint(Class<P> type) {
        return at == null || at.isNull() ? null : Json.mapper().treeToValue(at, type);
    }

    CheckSummary currentSummary() {
        return Objects.requireNonNullElse(summary, CheckSummary.NOTHING);
    }
}
