package io.memlog.api.operations.jobs;

import io.memlog.api.http.DatabaseErrors;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/// Tells what passes by itself from what does not.
final class FailureClassifier {

    private static final int LONGEST = 500;

    /// What has to be waited out; empty when waiting does not help.
    Optional<String> toWaitOut(Throwable failure) {
        return switch (failure) {
            case DependencyUnavailableException away -> Optional.of(shortened(String.valueOf(away.getMessage())));
            case DataAccessResourceFailureException _, QueryTimeoutException _, TransientDataAccessException _ ->
                postgres();
            case TransactionException _ -> postgres();
            default -> DatabaseErrors.isOutage(failure) ? postgres() : Optional.empty();
        };
    }

    static String describe(Throwable failure) {
        return shortened("the job met an error, which is in the service's log: " + failure);
    }

    private static Optional<String> postgres() {
        return Optional.of("PostgreSQL cannot be reached");
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }
}
