package io.memlog.api.deadletters;

import io.memlog.api.problems.ProblemException;

/// The letter's id in a path.
public final class LetterPath {

    private LetterPath() {}

    /// @throws ProblemException `404` for what is no UUID, since no letter has it
    public static LetterId parse(String text) {
        return LetterId.parse(text).orElseThrow(() -> unknown(text));
    }

    public static ProblemException unknown(LetterId letter) {
        return unknown(letter.toString());
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no dead letter " + id);
    }
}
