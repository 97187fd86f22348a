package io.memlog.consumer.http;

import static java.util.stream.Collectors.joining;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers with a problem (RFC 9457) when a query is invalid, or the index is unavailable: an unavailable index is
/// never an empty result.
@RestControllerAdvice
final class WorkerProblems {

    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(IndexUnavailableException e) {
        var retryAfter = Objects.requireNonNullElse(e.retryAfter(), DEFAULT_RETRY_AFTER);
        var seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "index-unavailable",
                        "The index is unavailable",
                        e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail invalid(MethodArgumentNotValidException e) {
        return invalidQuery(e.getAllErrors().stream()
                .map(DefaultMessageSourceResolvable::getDefaultMessage)
                .distinct()
                .sorted()
                .collect(joining(", ")));
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ProblemDetail unreadable() {
        return invalidQuery("the body is not a readable query");
    }

    /// The embedding provider or the store rejects the query.
    @ExceptionHandler
    ProblemDetail rejected(NonRetryableException e) {
        return invalidQuery(e.getMessage());
    }

    private static ProblemDetail invalidQuery(@Nullable String detail) {
        return problem(HttpStatus.BAD_REQUEST, "invalid-question", "The query is invalid", detail);
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, @Nullable String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:memlog:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
