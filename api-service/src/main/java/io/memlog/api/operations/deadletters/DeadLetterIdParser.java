package io.memlog.api.operations.deadletters;

import io.memlog.api.http.ProblemException;

/// Parses the id of a dead letter in a path.
public final class DeadLetterIdParser {

    private DeadLetterIdParser() {}

    /// @throws ProblemException `404` for a text that is no UUID, which no dead letter has
    public static DeadLetterId parse(String text) {
        return DeadLetterId.parse(text).orElseThrow(() -> unknown(text));
    }

    public static ProblemException unknown(DeadLetterId id) {
        return unknown(id.toString());
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no dead letter " + id);
    }
}
