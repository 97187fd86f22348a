package io.memlog.embedding.search;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.embedding.search.Problem.Kind;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Says as problem+json why there is no answer. That Chroma or an embedding provider is away is never an
/// empty answer.
@RestControllerAdvice
class SearchProblems {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);

    @ExceptionHandler
    ResponseEntity<Problem> unavailable(IndexUnavailableException e) {
        var wait = Objects.requireNonNullElse(e.retryAfter(), USUAL_WAIT);
        return answer(Problem.of(Kind.INDEX_UNAVAILABLE, String.valueOf(e.getMessage())), wait);
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidQuestionException e) {
        return answer(Problem.of(Kind.INVALID_QUESTION, String.valueOf(e.getMessage())), Duration.ZERO);
    }

    /// Whoever embeds does not take the question.
    @ExceptionHandler
    ResponseEntity<Problem> refused(NonRetryableException e) {
        return answer(Problem.of(Kind.INVALID_QUESTION, String.valueOf(e.getMessage())), Duration.ZERO);
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Problem> unreadable() {
        return answer(Problem.of(Kind.INVALID_QUESTION, "the body is no readable question"), Duration.ZERO);
    }

    private static ResponseEntity<Problem> answer(Problem problem, Duration wait) {
        var response = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (wait.isPositive()) {
            response.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(wait.plusNanos(999_999_999).toSeconds()));
        }
        return response.body(problem);
    }
}
