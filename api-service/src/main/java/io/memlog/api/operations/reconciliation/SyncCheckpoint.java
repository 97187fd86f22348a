package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The progress of a job, stored as JSON between two steps.
///
/// @param phase   the number of finished phases
/// @param begun   whether a step is planned
/// @param at      the checkpoint of the current phase; null at its beginning
/// @param summary null before the first step
record SyncCheckpoint(
        @JsonProperty("stage") int phase,
        boolean begun,
        @Nullable JsonNode at,
        @JsonProperty("tally") @Nullable CheckSummary summary) {

    static SyncCheckpoint of(JsonNode json) {
        return json.isEmpty()
                ? new SyncCheckpoint(0, false, null, null)
                : Json.mapper().treeToValue(json, SyncCheckpoint.class);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }

    SyncCheckpoint begin() {
        return new SyncCheckpoint(phase, true, at, summary);
    }

    SyncCheckpoint after(StepResult<?> step) {
        var sum = currentSummary().plus(step.summary());
        return step.checkpoint() == null
                ? new SyncCheckpoint(phase + 1, false, null, sum)
                : new SyncCheckpoint(phase, false, Json.mapper().valueToTree(step.checkpoint()), sum);
    }

    <P> @Nullable P phaseCheckpoint(Class<P> type) {
        return at == null || at.isNull() ? null : Json.mapper().treeToValue(at, type);
    }

    CheckSummary currentSummary() {
        return Objects.requireNonNullElse(summary, CheckSummary.NOTHING);
    }
}
