package io.memlog.api.operations.jobs;

import org.jspecify.annotations.Nullable;

/// Selects the jobs of a list; null matches everything.
record JobFilter(@Nullable String kind, Job.@Nullable State state) {}
