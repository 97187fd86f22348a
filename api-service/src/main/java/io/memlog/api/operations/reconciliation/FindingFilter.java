package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// Which findings a list holds; an absent part lets everything through.
record FindingFilter(
        @Nullable Projection projection,
        @Nullable FindingKind kind,
        @Nullable FindingState state,
        TenantScope scope) {}
