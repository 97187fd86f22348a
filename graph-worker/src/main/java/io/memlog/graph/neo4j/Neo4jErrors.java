package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import java.util.Objects;
import java.util.Set;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;

/// Tells what a failure of Neo4j means for us.
final class Neo4jErrors {

    private static final Set<String> TRANSIENT = Set.of(
            "Neo.ClientError.Statement.EntityNotFound",
            "Neo.ClientError.Schema.ConstraintValidationFailed",
            "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
            "Neo.ClientError.Schema.ConstraintAlreadyExists",
            "Neo.ClientError.Schema.IndexAlreadyExists");

    private Neo4jErrors() {}

    /// Whether the same call may succeed at once: a deadlock, a connection that a restart cut, an entity that
    /// another writer removed after it was found, or an index that another worker has just created.
    static boolean isTransient(RuntimeException failure) {
        var code = code(failure);
        return failure instanceof RetryableException
                || code.startsWith("Neo.TransientError.")
                || TRANSIENT.contains(code);
    }

    /// Whether an index that every search needs is not there, or not ready.
    static boolean isIndexMissing(RuntimeException failure) {
        return code(failure).equals("Neo.ClientError.Procedure.ProcedureCallFailed");
    }

    /// Only what Neo4j says about the statement or its data is the content's fault. Everything else, the
    /// driver's own complaints included, is the state of the store.
    static RuntimeException translate(RuntimeException failure) {
        if (failure instanceof IndexUnavailableException || failure instanceof NonRetryableException) {
            return failure;
        }
        if (!(failure instanceof Neo4jException) && !(failure instanceof IllegalStateException)) {
            return failure;
        }
        return failure instanceof ClientException && !isTransient(failure) && isContent(failure)
                ? new NonRetryableException("content_refused", "Neo4j refuses the content: " + code(failure), failure)
                : new IndexUnavailableException("Neo4j cannot be asked: " + brief(failure), failure);
    }

    private static boolean isContent(RuntimeException failure) {
        var code = code(failure);
        return !(failure instanceof TransactionTerminatedException)
                && (code.startsWith("Neo.ClientError.Statement.")
                        || code.startsWith("Neo.ClientError.Schema.")
                        || code.startsWith("Neo.ClientError.Procedure."));
    }

    private static String code(RuntimeException failure) {
        return failure instanceof Neo4jException neo4j ? Objects.requireNonNullElse(neo4j.code(), "") : "";
    }

    private static String brief(RuntimeException failure) {
        var code = code(failure);
        return code.startsWith("Neo.") ? code : failure.getClass().getSimpleName();
    }
}
