package io.memlog.api.operations.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a job stands.
enum JobState {
    /// Nobody has begun it.
    QUEUED,
    /// It was begun; it may wait for a store, or for an instance to go on with it.
    RUNNING,
    /// All of it is done.
    COMPLETED,
    /// Somebody has called it off; what was done stays done.
    CANCELLED,
    /// It met an error that waiting does not cure.
    FAILED;

    /// The name in the HTTP contract and in the store.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobState parse(String wireName) {
        return of(wireName).orElseThrow();
    }

    /// Empty when there is no such state.
    static Optional<JobState> of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }
}
