package io.memlog.api.sync;

import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// Which findings a list holds; an absent part lets everything through.
public record FindingFilter(
        @Nullable Projection projection,
        @Nullable FindingKind kind,
        @Nullable FindingState state,
        Scope scope) {}
