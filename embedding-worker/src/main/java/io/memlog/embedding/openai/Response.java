package io.memlog.embedding.openai;

import io.memlog.embedding.RetryAfter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What came back of a request.
record Response(HttpResponse<SizeLimitedBodySubscriber.Text> http) {

    int status() {
        return http.statusCode();
    }

    SizeLimitedBodySubscriber.Text body() {
        return http.body();
    }

    /// How long the provider asks to be left alone, where it does.
    Optional<Duration> retryAfter(Instant now) {
        return http.headers().firstValue("Retry-After").map(value -> RetryAfter.of(value.strip(), now));
    }
}
