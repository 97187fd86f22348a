package io.memlog.api.operations.jobs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Selects the jobs of a list; null matches everything.
record JobFilter(@Nullable String kind, Job.@Nullable State state) {

    /// The same in every process, unlike the hash of an enum.
    int fingerprint() {
        return Objects.hash(kind, state == null ? null : state.wireName());
    }
}
