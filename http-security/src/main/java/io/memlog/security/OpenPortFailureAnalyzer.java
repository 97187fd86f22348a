package io.memlog.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Prints the sentence instead of a stack trace.
final class OpenPortFailureAnalyzer extends AbstractFailureAnalyzer<OpenPortException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenPortException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
