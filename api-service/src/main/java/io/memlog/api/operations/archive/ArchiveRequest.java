package io.memlog.api.operations.archive;

import io.memlog.api.http.JsonObjectReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;

/// What `POST /archive` asks for.
record ArchiveRequest(Instant before, boolean dryRun) {

    private static final Set<String> MEMBERS = Set.of("older_than", "before", "dry_run");
    private static final int LONGEST = 64;

    /// @throws io.memlog.api.http.ProblemException when a member is wrong
    static ArchiveRequest read(JsonNode body, Instant now) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var age = fields.text("older_than", LONGEST);
        var date = fields.date("before");
        if (age != null && date != null) {
            fields.report("before", "is not to be combined with older_than");
        } else if (age == null
                && body.path("older_than").isMissingNode()
                && body.path("before").isMissingNode()) {
            fields.report("older_than", "is required, unless before is given");
        }
        var before = date == null ? longAgo(age, now, fields) : date.first();
        if (before.isAfter(now)) {
            fields.report("before", "lies in the future");
        }
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new ArchiveRequest(before, dryRun);
    }

    private static Instant longAgo(@Nullable String age, Instant now, JsonObjectReader fields) {
        var longAgo = age == null ? now : past(age, now);
        if (longAgo == null) {
            fields.report("older_than", "is to be a time span such as 90d, 12h or 30m");
            return now;
        }
        return longAgo;
    }

    private static @Nullable Instant past(String age, Instant now) {
        try {
            var span = DurationStyle.SIMPLE.parse(age);
            return span.isNegative() || span.compareTo(Duration.between(Instant.EPOCH, now)) > 0
                    ? null
                    : now.minus(span);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
