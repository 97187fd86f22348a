package io.memlog.api.memory.projection;

import io.memlog.schemas.event.ProjectionReplayed;
import java.util.List;

/// Receives the outcomes of replayed events, within the transaction that records a batch of progress events.
public interface ReplayOutcomeListener {

    void replayed(List<ProjectionReplayed> outcomes);
}
