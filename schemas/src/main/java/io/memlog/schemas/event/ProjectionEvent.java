package io.memlog.schemas.event;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;

/// What a worker reports about one version of a memory.
public sealed interface ProjectionEvent extends MemoryEvent
        permits EmbeddingGenerated, ProjectionStored, ProjectionDeleted, ProjectionFailed, ProjectionReplayed {

    MemoryId memory();

    String userId();

    String projectId();

    @Override
    default MemoryKey key() {
        return new MemoryKey(memory(), new Tenant(userId(), projectId()));
    }
}
