package io.memlog.api.http;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/// Classifies database failures by their chain of causes: by SQLSTATE, and by what Spring says of them.
///
/// @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
public final class DatabaseErrors {

    /// Connection exceptions, insufficient resources, operator intervention, system errors.
    private static final Set<String> OUTAGES = Set.of("08", "53", "57", "58");

    /// Data exceptions, violated constraints, and limits such as that of an index row.
    private static final Set<String> REJECTIONS = Set.of("22", "23", "54");

    /// A user, a password or a database that the server does not accept.
    private static final Set<String> LOGINS = Set.of("28", "3D");

    /// The driver's: no password where one is needed, no TLS on the server, an unknown way of authentication.
    private static final String CONNECTION_REJECTED = "08004";

    private static final String CONNECTION_FAILURE = "08006";

    private static final int MAX_CAUSES = 20;

    private DatabaseErrors() {}

    /// Whether PostgreSQL is unavailable, as opposed to a statement that it rejects.
    public static boolean isOutage(Throwable failure) {
        return isCausedBy(
                failure,
                cause -> cause instanceof SQLTransientConnectionException
                        || cause instanceof DataAccessResourceFailureException
                        || cause instanceof TransientDataAccessException
                        || cause instanceof TransactionException
                        || isIn(OUTAGES, cause));
    }

    /// What a client is told of a failure.
    public static ProblemException problem(Throwable failure) {
        return isOutage(failure)
                ? ProblemException.storeUnavailable()
                : new ProblemException(ProblemType.INTERNAL_ERROR, "the failure is in the service's log");
    }

    /// Whether PostgreSQL rejects the values of a statement.
    public static boolean isRejection(Throwable failure) {
        return isCausedBy(failure, cause -> isIn(REJECTIONS, cause));
    }

    /// Whether PostgreSQL rejects the user, its password or the name of the database.
    public static boolean isRejectedLogin(Throwable failure) {
        return isCausedBy(
                failure,
                cause -> isIn(LOGINS, cause)
                        || (cause instanceof SQLException sql && CONNECTION_REJECTED.equals(sql.getSQLState())));
    }

    /// Whether the certificate of PostgreSQL is not trusted or names another host; the driver calls it a failed
    /// connection.
    public static boolean isRejectedCertificate(Throwable failure) {
        return isCausedBy(failure, cause -> cause instanceof CertificateException || isUnexplainedFailure(cause));
    }

    private static boolean isUnexplainedFailure(Throwable cause) {
        return cause instanceof SQLException sql
                && CONNECTION_FAILURE.equals(sql.getSQLState())
                && sql.getCause() == null;
    }

    /// The message of the first cause of a failure.
    public static String rootMessage(Throwable failure) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    }

    private static boolean isIn(Set<String> classes, Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().length() == 5
                && classes.contains(sql.getSQLState().substring(0, 2));
    }

    private static boolean isCausedBy(Throwable failure, Predicate<Throwable> sign) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
                .limit(MAX_CAUSES)
                .anyMatch(cause -> cause != null && sign.test(cause));
    }
}
