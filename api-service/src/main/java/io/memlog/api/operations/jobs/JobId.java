package io.memlog.api.operations.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of a job.
public record JobId(@JsonValue UUID value) {

    private static final Pattern FORMAT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// Empty when the text is no UUID.
    static Optional<JobId> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new JobId(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
