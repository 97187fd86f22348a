package io.memlog.api.input;

import io.memlog.api.problems.FieldError;
import io.memlog.api.problems.ProblemException;
import io.memlog.schemas.memory.MemoryId;

/// The memory id in a path.
public final class PathId {

    private PathId() {}

    /// @throws ProblemException `400` for what is no number, `404` for a number that cannot be an id
    public static MemoryId parse(String text) {
        if (text.isEmpty() || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw ProblemException.invalid(FieldError.inParameter("id", "a memory id is a positive number"));
        }
        try {
            return MemoryId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("there is no memory log " + text);
        }
    }
}
