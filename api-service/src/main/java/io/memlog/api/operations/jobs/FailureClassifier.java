package io.memlog.api.operations.jobs;

import io.memlog.api.http.DatabaseErrors;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/// Separates failures that pause a job from those that end it.
final class FailureClassifier {

    private static final int MAX_LENGTH = 500;

    private FailureClassifier() {}

    /// Describes the unavailable dependency; empty when retrying does not help.
    static Optional<String> unavailableDependency(Throwable failure) {
        return switch (failure) {
            case DependencyUnavailableException unavailable ->
                Optional.of(truncate(String.valueOf(unavailable.getMessage())));
            case DataAccessResourceFailureException _,
                    QueryTimeoutException _,
                    TransientDataAccessException _,
                    TransactionException _ -> postgres();
            default -> DatabaseErrors.isOutage(failure) ? postgres() : Optional.empty();
        };
    }

    static String describe(Throwable failure) {
        return truncate("the job failed, the service's log has the details: " + failure);
    }

    private static Optional<String> postgres() {
        return Optional.of("PostgreSQL cannot be reached");
    }

    private static String truncate(String text) {
        return text.substring(0, Math.min(text.length(), MAX_LENGTH));
    }
}
