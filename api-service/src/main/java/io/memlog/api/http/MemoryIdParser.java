package io.memlog.api.http;

import io.memlog.schemas.memory.MemoryId;
import java.util.Set;

/// The memory id in a path.
public final class MemoryIdParser {

    /// Calls of the collection that stand where an id would.
    private static final Set<String> CALLS = Set.of("search", "batch");

    private MemoryIdParser() {}

    /// @throws ProblemException `400` for what is no number, `404` for a number that cannot be an id, `405` for
    ///     the name of a call that is only posted to
    public static MemoryId parse(String text) {
        if (CALLS.contains(text)) {
            throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "only POST is possible at this path")
                    .with("Allow", "POST");
        }
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
