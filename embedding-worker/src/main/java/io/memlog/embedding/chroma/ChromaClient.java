package io.memlog.embedding.chroma;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.embedding.RetryAfter;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/// Calls Chroma and says in our words what went wrong.
///
/// Every call has the same effect when it is made twice, so one that fails before it is answered, as on a
/// connection that Chroma closed meanwhile, is made once more.
final class ChromaClient {

    private static final Set<Integer> REJECTION_STATUSES = Set.of(400, 413, 422);
    private static final int TOO_MANY_REQUESTS = 429;

    private final ChromaApi api;
    private final Clock clock;

    ChromaClient(ChromaApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /// @throws CollectionNotFoundException         when the collection does not exist
    /// @throws IndexUnavailableException when Chroma is away, busy or broken
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

    /// Sends records, which Chroma may be unable to take.
    ///
    /// @throws NonRetryableException          when the records are at fault
    /// @throws CollectionNotFoundException         when the collection does not exist
    /// @throws IndexUnavailableException when Chroma is away, busy or broken
    void write(Consumer<ChromaApi> call) {
        try {
            run(call);
        } catch (IndexUnavailableException e) {
            if (e.getCause() instanceof RestClientResponseException answer
                    && REJECTION_STATUSES.contains(answer.getStatusCode().value())) {
                throw new NonRetryableException("content_refused", "Chroma refused the records", answer);
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

    /// Who is busy asks for a pause also where it does not say for how long.
    private @Nullable Duration pause(int status, RestClientResponseException e) {
        var asked = RetryAfter.of(header(e, HttpHeaders.RETRY_AFTER), clock.instant());
        return asked == null && status == TOO_MANY_REQUESTS ? Duration.ZERO : asked;
    }

    private static @Nullable String header(RestClientResponseException e, String name) {
        var headers = e.getResponseHeaders();
        return headers == null ? null : headers.getFirst(name);
    }
}
