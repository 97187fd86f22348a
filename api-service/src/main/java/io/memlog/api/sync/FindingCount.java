package io.memlog.api.sync;

import io.memlog.schemas.topic.Projection;

/// How many findings there are of one sort.
public record FindingCount(Projection projection, FindingKind kind, FindingState state, long findings) {}
