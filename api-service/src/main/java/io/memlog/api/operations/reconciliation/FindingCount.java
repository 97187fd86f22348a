package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;

/// How many findings there are of one sort.
record FindingCount(Projection projection, FindingKind kind, FindingState state, long findings) {}
