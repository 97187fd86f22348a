package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;

/// A dead letter that was replayed to its consumer is settled: it lies in the index, or the index holds
/// something newer.
///
/// @param version    of the memory in the letter's event; 1 where the letter does not say
/// @param deadLetter which letter
/// @param replay     which of its replays, from 1
public record ProjectionReplayed(
        Projection projection,
        @JsonProperty("memory_log_id") MemoryId memory,
        String userId,
        String projectId,
        long version,
        UUID deadLetter,
        int replay,
        ReplayOutcome outcome,
        Instant at)
        implements ProjectionEvent {

    static final String SUFFIX = "replayed";

    /// `vector.replayed` or `graph.replayed`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }

    @Override
    public MemoryKey key() {
        return new MemoryKey(memory, new Tenant(userId, projectId));
    }
}
