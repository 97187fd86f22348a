package io.memlog.api.postgres;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an SQLSTATE within a failure says.
final class SqlStates {

    /// Data exceptions, violated constraints, and limits such as that of an index row.
    private static final Set<String> REFUSALS = Set.of("22", "23", "54");

    private static final int DEEPEST_CAUSE = 20;

    private SqlStates() {}

    /// Whether the values of a statement were at fault.
    static boolean isRefusal(Throwable failure) {
        return of(failure)
                .map(state -> state.substring(0, 2))
                .filter(REFUSALS::contains)
                .isPresent();
    }

    private static Optional<String> of(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
                .limit(DEEPEST_CAUSE)
                .flatMap(cause -> cause instanceof SQLException sql && sql.getSQLState() != null
                        ? Stream.of(sql.getSQLState())
                        : Stream.empty())
                .filter(state -> state.length() == 5)
                .findFirst();
    }
}
