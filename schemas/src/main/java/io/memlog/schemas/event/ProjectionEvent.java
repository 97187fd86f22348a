package io.memlog.schemas.event;

/// What a worker reports about one version of a memory.
public sealed interface ProjectionEvent extends MemoryEvent
        permits EmbeddingGenerated, ProjectionStored, ProjectionDeleted, ProjectionFailed, ProjectionReplayed {}
