package io.memlog.api.postgres;

import io.memlog.api.problems.OutageSigns;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the SQLSTATE: these classes mean that the server, not the statement, is at fault.
@Component
final class PostgresOutageSigns implements OutageSigns {

    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");
    private static final int DEEPEST_CAUSE = 20;

    @Override
    public boolean isOutage(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
                .limit(DEEPEST_CAUSE)
                .anyMatch(PostgresOutageSigns::isSign);
    }

    private static boolean isSign(@Nullable Throwable cause) {
        if (cause instanceof SQLTransientConnectionException) {
            return true;
        }
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().length() == 5
                && CLASSES.contains(sql.getSQLState().substring(0, 2));
    }
}
