package io.memlog.cli.server;

import io.memlog.cli.terminal.ExitCode;
import java.io.Serial;
import tools.jackson.databind.JsonNode;

/// Memlog answered that it did not do what was asked.
public final class RefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    RefusedException(Answer answer) {
        super("the answer is " + answer.status());
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }

    /// The problem document, missing when the answer is none.
    public JsonNode problem() {
        return answer.problem();
    }

    /// Whether the same may succeed later: the service, or a store that it needs, is away.
    public boolean isOutage() {
        return exitCode() == ExitCode.UNREACHABLE;
    }

    public int exitCode() {
        return switch (answer.status()) {
            case 404 -> ExitCode.NOT_FOUND;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> answer.status() >= 400 && answer.status() < 500 ? ExitCode.REFUSED : ExitCode.FAILED;
        };
    }
}
