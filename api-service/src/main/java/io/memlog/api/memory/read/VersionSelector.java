package io.memlog.api.memory.read;

import io.memlog.api.http.QueryParameters;
import java.time.Clock;
import java.time.Instant;

/// The state of a memory that is asked for.
sealed interface VersionSelector {

    String VERSION = "version";
    String AS_OF = "as_of";

    /// What is wrong is reported to the parameters.
    static VersionSelector read(QueryParameters parameters, Clock clock) {
        var version = parameters.wholeNumber(VERSION, 1, Integer.MAX_VALUE, 0);
        var time = parameters.date(AS_OF);
        if (time != null && !time.first().equals(time.last())) {
            parameters.report(AS_OF, "is to be a date-time, such as 2025-11-13T08:30:00Z");
        } else if (time != null && time.first().isAfter(clock.instant())) {
            parameters.report(AS_OF, "lies in the future");
        }
        if (version > 0 && time != null) {
            parameters.report(AS_OF, "is not to be combined with " + VERSION);
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
