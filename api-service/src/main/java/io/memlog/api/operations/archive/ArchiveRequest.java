package io.memlog.api.operations.archive;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.RequestSchema;
import io.memlog.schemas.memory.MemoryDate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;

/// The body of `POST /archive`.
///
/// @param before superseded events recorded before this time are archived
record ArchiveRequest(Instant before, boolean dryRun) {

    private static final RequestSchema<Body> SCHEMA = RequestSchema.of("NewArchive", Body.class);
    private static final String AGE = "older_than";
    private static final String BEFORE = "before";

    /// @throws ProblemException naming every invalid member
    static ArchiveRequest read(JsonNode body, Instant now) {
        var errors = SCHEMA.errors(body, JsonPointers.ROOT);
        var age = body.path(AGE);
        if (age.isString() && subtract(age.stringValue(), now) == null) {
            errors.add(FieldError.inBody("#/" + AGE, "must be a time span such as 90d, 12h or 30m"));
        }
        if (body.hasNonNull(AGE) && body.hasNonNull(BEFORE)) {
            errors.add(FieldError.inBody("#/" + BEFORE, "cannot be combined with older_than"));
        } else if (body.isObject() && !body.hasNonNull(AGE) && !body.hasNonNull(BEFORE)) {
            errors.add(FieldError.inBody("#/" + AGE, "is required, unless before is given"));
        }
        ProblemException.throwIfInvalid(errors);
        var valid = SCHEMA.bind(body);
        var before = valid.before == null
                ? Objects.requireNonNull(subtract(String.valueOf(valid.olderThan), now))
                : valid.before.first();
        if (before.isAfter(now)) {
            throw ProblemException.invalid(FieldError.inBody("#/" + BEFORE, "lies in the future"));
        }
        return new ArchiveRequest(before, Boolean.TRUE.equals(valid.dryRun));
    }

    private static @Nullable Instant subtract(String age, Instant now) {
        try {
            var span = DurationStyle.SIMPLE.parse(age);
            return span.isNegative() || span.compareTo(Duration.between(Instant.EPOCH, now)) > 0
                    ? null
                    : now.minus(span);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private record Body(
            @Nullable String olderThan,
            @Nullable MemoryDate before,
            @Nullable Boolean dryRun) {}
}
