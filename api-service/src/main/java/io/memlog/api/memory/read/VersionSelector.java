package io.memlog.api.memory.read;

import io.memlog.api.http.QueryParameters;
import java.time.Clock;
import java.time.Instant;

/// Selects a version of a memory.
sealed interface VersionSelector {

    String VERSION = "version";
    String AS_OF = "as_of";

    /// Errors are added to the parameters.
    static VersionSelector read(QueryParameters parameters, Clock clock) {
        var version = parameters.integer(VERSION, 1, Integer.MAX_VALUE, 0);
        var time = parameters.date(AS_OF);
        if (time != null && !time.first().equals(time.last())) {
            parameters.addError(AS_OF, "is to be a date-time, such as 2025-11-13T08:30:00Z");
        } else if (time != null && time.first().isAfter(clock.instant())) {
            parameters.addError(AS_OF, "lies in the future");
        }
        if (version > 0 && time != null) {
            parameters.addError(AS_OF, "must not be combined with " + VERSION);
        }
        if (time != null) {
            return new AsOf(time.first());
        }
        return version > 0 ? new Version(version) : new Now();
    }

    record Now() implements VersionSelector {}

    record Version(long version) implements VersionSelector {}

    record AsOf(Instant time) implements VersionSelector {}
}
