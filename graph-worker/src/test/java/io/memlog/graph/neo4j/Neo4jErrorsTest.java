package io.memlog.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransientException;

class Neo4jErrorsTest {

    @ParameterizedTest
    @MethodSource("outages")
    void a_failure_of_the_store_is_an_outage(RuntimeException failure) {
        assertThat(Neo4jErrors.translate(failure)).isInstanceOf(IndexUnavailableException.class);
    }

    static Stream<RuntimeException> outages() {
        return Stream.of(
                new ServiceUnavailableException("away"),
                new SessionExpiredException("expired"),
                new TransientException("Neo.TransientError.Transaction.DeadlockDetected", "deadlock"),
                new TransientException("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "memory"),
                new DatabaseException("Neo.DatabaseError.General.UnknownError", "disk"),
                new AuthenticationException("Neo.ClientError.Security.Unauthorized", "password"),
                new ClientException("Neo.ClientError.Transaction.TransactionTimedOut", "slow"),
                new ClientException("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "read only"),
                new ClientException("Unable to acquire connection from the pool"),
                new IllegalStateException("the driver is closed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Neo.ClientError.Statement.ArgumentError", "Neo.ClientError.Statement.ArithmeticError"})
    void an_error_about_the_statement_is_not_retryable_and_hides_the_content(String code) {
        var refused = Neo4jErrors.translate(new ClientException(code, "the whole text of a memory"));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        NonRetryableException.class, e -> assertThat(e.reason()).isEqualTo("content_refused"))
                .hasMessageNotContaining("the whole text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Neo.ClientError.Statement.SyntaxError",
                "Neo.ClientError.Statement.TypeError",
                "Neo.ClientError.Statement.ParameterMissing",
                "Neo.ClientError.Procedure.ProcedureNotFound"
            })
    void a_statement_that_the_server_does_not_support_is_a_fault_of_the_worker(String code) {
        var unsupported = Neo4jErrors.translate(new ClientException(code, "the whole text of a memory"));

        assertThat(unsupported)
                .isInstanceOfSatisfying(
                        IndexUnavailableException.class,
                        e -> assertThat(e.unavailableDependency()).isEqualTo(PauseCause.WORKER))
                .hasMessageContaining(code)
                .hasMessageNotContaining("the whole text");
    }

    @Test
    void a_conflict_with_another_writer_is_transient() {
        assertThat(Neo4jErrors.isTransient(new ClientException("Neo.ClientError.Statement.EntityNotFound", "gone")))
                .isTrue();
        assertThat(Neo4jErrors.isTransient(
                        new ClientException("Neo.ClientError.Schema.ConstraintValidationFailed", "x")))
                .isTrue();
        assertThat(Neo4jErrors.isTransient(new ClientException("Neo.ClientError.Statement.SyntaxError", "x")))
                .isFalse();
    }

    @Test
    void an_exception_of_the_worker_itself_is_not_translated() {
        var failure = new NullPointerException();

        assertThat(Neo4jErrors.translate(failure)).isSameAs(failure);
    }
}
