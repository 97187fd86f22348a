package io.memlog.api.operations.jobs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which jobs a list holds; an absent part lets everything through.
record JobFilter(@Nullable String kind, @Nullable JobState state) {

    /// The same in every process, unlike the hash of an enum.
    int fingerprint() {
        return Objects.hash(kind, state == null ? null : state.wireName());
    }
}
