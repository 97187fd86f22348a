package io.memlog.api;

import io.memlog.api.http.DatabaseErrors;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Prints why the connection to PostgreSQL is rejected, and which settings to check, instead of a stack trace.
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        if (DatabaseErrors.isRejectedCertificate(cause)) {
            return new FailureAnalysis(
                    "the certificate of PostgreSQL is not accepted: " + DatabaseErrors.rootMessage(cause),
                    "Correct spring.datasource.url: its host, sslmode and sslrootcert.",
                    cause);
        }
        if (!DatabaseErrors.isRejectedLogin(cause)) {
            return null;
        }
        return new FailureAnalysis(
                "PostgreSQL rejects the login: " + DatabaseErrors.rootMessage(cause),
                "Correct spring.datasource.url, spring.datasource.username and spring.datasource.password.",
                cause);
    }
}
