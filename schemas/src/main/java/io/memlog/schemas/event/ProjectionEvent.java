package io.memlog.schemas.event;

/// What a worker achieved, or could not achieve, with one version of a memory.
public sealed interface ProjectionEvent extends MemoryEvent
        permits EmbeddingGenerated, ProjectionStored, ProjectionDeleted, ProjectionFailed, ProjectionReplayed {}
