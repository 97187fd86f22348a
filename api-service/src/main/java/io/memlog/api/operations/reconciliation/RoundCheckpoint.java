package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// Where a round of the continuous check stands.
///
/// @param full whether it passes over nobody
/// @param at   where the check of the index stands; null at its beginning
record RoundCheckpoint(
        boolean full, Projection projection, @Nullable CheckCheckpoint at) {}
