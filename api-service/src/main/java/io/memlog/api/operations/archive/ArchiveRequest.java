package io.memlog.api.operations.archive;

import io.memlog.api.http.JsonObjectReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;

/// The body of `POST /archive`.
///
/// @param before superseded events recorded before this time are archived
record ArchiveRequest(Instant before, boolean dryRun) {

    private static final Set<String> MEMBERS = Set.of("older_than", "before", "dry_run");
    private static final int MAX_LENGTH = 64;

    /// @throws io.memlog.api.http.ProblemException when a member is invalid
    static ArchiveRequest read(JsonNode body, Instant now) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var age = fields.text("older_than", MAX_LENGTH);
        var date = fields.date("before");
        if (age != null && date != null) {
            fields.report("before", "cannot be combined with older_than");
        } else if (age == null
                && body.path("older_than").isMissingNode()
                && body.path("before").isMissingNode()) {
            fields.report("older_than", "is required, unless before is given");
        }
        var before = date == null ? subtract(age, now, fields) : date.first();
        if (before.isAfter(now)) {
            fields.report("before", "lies in the future");
        }
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new ArchiveRequest(before, dryRun);
    }

    private static Instant subtract(@Nullable String age, Instant now, JsonObjectReader fields) {
        if (age == null) {
            return now;
        }
        try {
            var span = DurationStyle.SIMPLE.parse(age);
            if (!span.isNegative() && span.compareTo(Duration.between(Instant.EPOCH, now)) <= 0) {
                return now.minus(span);
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Reported below, like an age that is out of range.
        }
        fields.report("older_than", "is to be a time span such as 90d, 12h or 30m");
        return now;
    }
}
