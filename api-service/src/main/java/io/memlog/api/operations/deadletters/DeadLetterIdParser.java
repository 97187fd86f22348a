package io.memlog.api.operations.deadletters;

import io.memlog.api.http.ProblemException;

/// The letter's id in a path.
public final class DeadLetterIdParser {

    private DeadLetterIdParser() {}

    /// @throws ProblemException `404` for what is no UUID, since no letter has it
    public static DeadLetterId parse(String text) {
        return DeadLetterId.parse(text).orElseThrow(() -> unknown(text));
    }

    public static ProblemException unknown(DeadLetterId letter) {
        return unknown(letter.toString());
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no dead letter " + id);
    }
}
