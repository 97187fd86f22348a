package io.memlog.embedding.chroma;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.embedding.RetryAfter;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/// Calls Chroma and translates its failures.
///
/// Every call is idempotent, so one that fails before its response, as on a connection that Chroma closed, is
/// retried once.
record ChromaClient(ChromaApi api, Clock clock) {

    private static final Set<Integer> REJECTION_STATUSES = Set.of(400, 413, 422);
    private static final int TOO_MANY_REQUESTS = 429;

    /// How many records one call carries.
    private static final int BATCH_SIZE = 200;

    /// @throws CollectionNotFoundException when the collection does not exist
    /// @throws IndexUnavailableException   when Chroma is unavailable, busy or broken
    <T> T call(Function<ChromaApi, T> call) {
        try {
            return retryOnConnectionReset(call);
        } catch (RestClientResponseException e) {
            throw e.getStatusCode().value() == 404
                            && e.getResponseBodyAsString().contains("NotFoundError")
                    ? new CollectionNotFoundException(e)
                    : unavailable(e);
        } catch (RestClientException e) {
            throw new IndexUnavailableException("Chroma does not answer", e);
        }
    }

    /// Writes records, which Chroma may reject.
    ///
    /// @throws NonRetryableException       when Chroma rejects the records
    /// @throws CollectionNotFoundException when the collection does not exist
    /// @throws IndexUnavailableException   when Chroma is unavailable, busy or broken
    void write(Consumer<ChromaApi> call) {
        try {
            run(call);
        } catch (IndexUnavailableException e) {
            if (e.getCause() instanceof RestClientResponseException answer
                    && REJECTION_STATUSES.contains(answer.getStatusCode().value())) {
                throw new NonRetryableException("content_refused", "Chroma rejected the records", answer);
            }
            throw e;
        }
    }

    void run(Consumer<ChromaApi> call) {
        call(api -> {
            call.accept(api);
            return true;
        });
    }

    static <T> Stream<List<T>> batches(Collection<T> all) {
        return all.stream().gather(Gatherers.windowFixed(BATCH_SIZE));
    }

    private <T> T retryOnConnectionReset(Function<ChromaApi, T> call) {
        try {
            return call.apply(api);
        } catch (ResourceAccessException e) {
            if (e.getCause() instanceof HttpTimeoutException) {
                throw e;
            }
            return call.apply(api);
        }
    }

    private IndexUnavailableException unavailable(RestClientResponseException e) {
        var status = e.getStatusCode().value();
        return new IndexUnavailableException("Chroma answered " + status, e, pause(status, e));
    }

    /// A rate limit (429) asks for a pause even without `Retry-After`.
    private @Nullable Duration pause(int status, RestClientResponseException e) {
        var asked = RetryAfter.parse(header(e, HttpHeaders.RETRY_AFTER), clock.instant());
        return asked == null && status == TOO_MANY_REQUESTS ? Duration.ZERO : asked;
    }

    private static @Nullable String header(RestClientResponseException e, String name) {
        var headers = e.getResponseHeaders();
        return headers == null ? null : headers.getFirst(name);
    }
}
