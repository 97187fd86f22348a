package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import java.util.Objects;
import java.util.Set;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;

/// Classifies the failures of Neo4j.
final class Neo4jErrors {

    private static final Set<String> TRANSIENT = Set.of(
            "Neo.ClientError.Statement.EntityNotFound",
            "Neo.ClientError.Schema.ConstraintValidationFailed",
            "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
            "Neo.ClientError.Schema.ConstraintAlreadyExists",
            "Neo.ClientError.Schema.IndexAlreadyExists");

    /// What the server says of a statement that it does not support, whatever the data.
    private static final Set<String> UNSUPPORTED = Set.of(
            "Neo.ClientError.Statement.SyntaxError",
            "Neo.ClientError.Statement.SemanticError",
            "Neo.ClientError.Statement.TypeError",
            "Neo.ClientError.Statement.ParameterMissing",
            "Neo.ClientError.Statement.UnsupportedOperationError",
            "Neo.ClientError.Statement.RuntimeUnsupportedError",
            "Neo.ClientError.Procedure.ProcedureNotFound",
            "Neo.ClientError.Procedure.TypeError");

    private Neo4jErrors() {}

    /// Whether an immediate retry may succeed: after a deadlock, a connection that a restart closed, an entity that
    /// another writer removed after it was found, or an index that another worker has just created.
    static boolean isTransient(RuntimeException failure) {
        var code = code(failure);
        return failure instanceof RetryableException
                || code.startsWith("Neo.TransientError.")
                || TRANSIENT.contains(code);
    }

    /// Whether the marker of the schema is missing, or an index that a search needs is missing or not ready.
    static boolean isSchemaMissing(RuntimeException failure) {
        return failure instanceof GraphSchema.MissingException
                || code(failure).equals("Neo.ClientError.Procedure.ProcedureCallFailed");
    }

    /// An error that Neo4j reports about the data is caused by the content. A statement that the server does not
    /// support fails for all data. Every other failure, those of the driver included, is the state of the store.
    static RuntimeException translate(RuntimeException failure) {
        if (failure instanceof IndexUnavailableException || failure instanceof NonRetryableException) {
            return failure;
        }
        if (!(failure instanceof Neo4jException) && !(failure instanceof IllegalStateException)) {
            return failure;
        }
        if (UNSUPPORTED.contains(code(failure))) {
            return new IndexUnavailableException(
                    PauseCause.WORKER,
                    "Neo4j does not support a statement of this worker (" + code(failure)
                            + "): use another version of Neo4j or of the worker",
                    failure,
                    null);
        }
        return failure instanceof ClientException && !isTransient(failure) && isCausedByContent(failure)
                ? new NonRetryableException("content_refused", "Neo4j rejects the content: " + code(failure), failure)
                : new IndexUnavailableException("Neo4j is unavailable: " + summary(failure), failure);
    }

    private static boolean isCausedByContent(RuntimeException failure) {
        var code = code(failure);
        return !(failure instanceof TransactionTerminatedException)
                && (code.startsWith("Neo.ClientError.Statement.")
                        || code.startsWith("Neo.ClientError.Schema.")
                        || code.startsWith("Neo.ClientError.Procedure."));
    }

    private static String code(RuntimeException failure) {
        return failure instanceof Neo4jException neo4j ? Objects.requireNonNullElse(neo4j.code(), "") : "";
    }

    private static String summary(RuntimeException failure) {
        var code = code(failure);
        return code.startsWith("Neo.") ? code : failure.getClass().getSimpleName();
    }
}
