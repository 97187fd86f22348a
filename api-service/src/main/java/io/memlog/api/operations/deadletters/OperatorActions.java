package io.memlog.api.operations.deadletters;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;

/// What an operator may not decide about a letter any more, or not yet.
final class OperatorActions {

    private OperatorActions() {}

    /// @param decision such as `discarded`
    /// @throws ProblemException `409`, saying what is the case
    static void require(DeadLetter letter, String decision) {
        if (!letter.state().isInOperatorsHands()) {
            throw conflict("the dead letter " + letter.id() + " cannot be " + decision + ": " + whatIsTheCase(letter));
        }
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.WRONG_STATE, detail);
    }

    private static String whatIsTheCase(DeadLetter letter) {
        return switch (letter.state()) {
            case OPEN -> "it is open";
            case PARKED -> "it is parked";
            case REPLAYING -> "it is being replayed; wait until its consumer has settled it";
            case REPLAYED -> "it was replayed, and its consumer has applied it";
            case SKIPPED -> "it was skipped; its memory is deleted, or the index holds something newer";
            case SUPERSEDED -> "a correction took its place";
            case DISCARDED -> "it is discarded";
        };
    }
}
