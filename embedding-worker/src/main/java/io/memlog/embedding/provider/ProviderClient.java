package io.memlog.embedding.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.memlog.consumer.Deadline;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.embedding.RetryAfter;
import io.memlog.embedding.meters.EmbeddingMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/// Calls a provider and translates every failure; what to do about it is up to the consumer.
///
/// | answer | thrown |
/// |---|---|
/// | 200 with one vector per text | nothing |
/// | 200 with anything else | [MalformedResponseException] |
/// | one that rejects a text, such as 400 | [NonRetryableException] |
/// | 429, 503 with `Retry-After` | [IndexUnavailableException] with the pause that the provider asks for |
/// | one that rejects the key, 402, 404 | [IndexUnavailableException] that names the setting |
/// | any other, or none in time | [IndexUnavailableException] |
///
/// Answers of 408 and 5xx and broken connections are retried shortly. A call ends within its timeout, with all
/// retries and the whole body. Redirects are not followed, because they would disclose the key.
final class ProviderClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderClient.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String UNUSABLE_VECTORS = "the embedding provider returns unusable vectors";
    private static final List<String> PROBE_TEXT = List.of("memlog");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration DEFAULT_RATE_LIMIT_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration RETRY_DELAY = Duration.ofMillis(50);
    private static final Duration MIN_TIME_TO_RETRY = Duration.ofMillis(200);

    private final ProviderApi api;
    private final ProviderSettings settings;
    private final RestClient rest;
    private final MeterRegistry meters;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private volatile @Nullable String failureReason;

    ProviderClient(ProviderApi api, RestClient.Builder rest, MeterRegistry meters, Clock clock) {
        this.api = api;
        this.settings = api.settings();
        this.rest = rest.build();
        this.meters = meters;
        this.clock = clock;
    }

    /// Why the last call failed; null if it succeeded. A rate limit or a rejected text is not a failure.
    @Nullable
    String failureReason() {
        return failureReason;
    }

    /// @param timeout of the whole call
    EmbeddingResponse embed(EmbeddingPurpose purpose, List<String> texts, Duration timeout) {
        var started = Timer.start();
        var outcome = "failed";
        try {
            var response = call(purpose, texts, timeout);
            outcome = response.isUsable() ? "answered" : "unusable";
            EmbeddingMeters.texts(meters, purpose.tag()).increment(texts.size());
            EmbeddingMeters.tokens(meters, purpose.tag()).increment((double) response.tokens());
            setFailureReason(response.isUsable() ? null : UNUSABLE_VECTORS);
            return response;
        } catch (NonRetryableException e) {
            outcome = "rejected";
            throw e;
        } catch (MalformedResponseException e) {
            setFailureReason(String.valueOf(e.getMessage()));
            throw e;
        } catch (IndexUnavailableException e) {
            if (e.retryAfter() == null) {
                setFailureReason(String.valueOf(e.getMessage()));
            } else {
                outcome = "rate_limited";
            }
            throw e;
        } finally {
            started.stop(EmbeddingMeters.request(meters, purpose.tag(), outcome));
        }
    }

    /// Embeds a text that no provider has a reason to reject.
    ///
    /// @throws IndexUnavailableException when the provider gives no usable vector for it
    EmbeddingResponse probe() {
        try {
            var response = embed(EmbeddingPurpose.PROBE, PROBE_TEXT, settings.indexTimeout());
            if (response.isUsable()) {
                return response;
            }
            throw unavailable(UNUSABLE_VECTORS, null);
        } catch (MalformedResponseException e) {
            throw unavailable(String.valueOf(e.getMessage()), e);
        } catch (NonRetryableException e) {
            var reason = "one of " + api.settingsOfRequest() + " may be wrong: " + e.getMessage();
            setFailureReason(reason);
            throw unavailable(reason, e);
        }
    }

    static IndexUnavailableException unavailable(String message, @Nullable Throwable cause) {
        return new IndexUnavailableException(PauseCause.PROVIDER, message, cause, null);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private EmbeddingResponse call(EmbeddingPurpose purpose, List<String> texts, Duration timeout) {
        var deadline = Deadline.after(timeout);
        try {
            return response(retry(deadline).executeSupplier(() -> send(purpose, texts, deadline)), texts);
        } catch (ResourceAccessException e) {
            throw noAnswer(e, timeout, deadline);
        }
    }

    /// Retries end while there is time for one more.
    private static Retry retry(Deadline deadline) {
        return Retry.of(
                "embedding-provider",
                RetryConfig.<Answer>custom()
                        .maxAttempts(MAX_ATTEMPTS)
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(RETRY_DELAY, 2))
                        .retryOnResult(answer -> answer.isTransient() && hasTimeToRetry(deadline))
                        .retryOnException(e -> e instanceof ResourceAccessException
                                && !(e.getCause() instanceof HttpTimeoutException)
                                && hasTimeToRetry(deadline))
                        .build());
    }

    private static boolean hasTimeToRetry(Deadline deadline) {
        return deadline.remaining().compareTo(MIN_TIME_TO_RETRY) > 0
                && !Thread.currentThread().isInterrupted();
    }

    /// Spring applies the read timeout to the whole response, and closes the body when it has passed.
    private Answer send(EmbeddingPurpose purpose, List<String> texts, Deadline deadline) {
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(deadline.remaining().plusMillis(1));
        return rest.mutate()
                .requestFactory(requests)
                .build()
                .post()
                .uri(api.endpoint())
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .headers(api::authorize)
                .body(JSON.writeValueAsBytes(api.request(purpose, texts)))
                .exchangeForRequiredValue((_, response) -> {
                    try (var body = response.getBody()) {
                        var bytes =
                                body.readNBytes(EmbeddingResponse.maxBytes(texts.size(), settings.dimensions()) + 1);
                        var text = new String(bytes, UTF_8);
                        return new Answer(
                                response.getStatusCode().value(), retryAfter(response.getHeaders(), text), text);
                    }
                });
    }

    private EmbeddingResponse response(Answer answer, List<String> texts) {
        if (answer.status() == 200) {
            return api.parse(answer.body(), texts.size());
        }
        if (api.rejectsText(answer.status(), answer.body())) {
            throw new NonRetryableException(
                    "content_refused",
                    "the embedding provider rejects a text: it answered " + answer.status()
                            + ProviderErrorMessage.in(answer.body(), texts, settings.apiKey()),
                    null);
        }
        if (api.rejectsKey(answer.status(), answer.body())) {
            throw answered(answer, ": set " + settings.name("api-key") + " to a valid key");
        }
        throw switch (answer.status()) {
            case 402 -> answered(answer, ": the account of " + settings.name("api-key") + " has to be paid for");
            case 404 -> answered(answer, ": " + api.adviceIfNotFound());
            default -> {
                var pause = answer.pause();
                yield pause == null ? answered(answer, "") : RateLimitGate.rateLimited(pause);
            }
        };
    }

    private static IndexUnavailableException answered(Answer answer, String advice) {
        return unavailable("the embedding provider answered " + answer.status() + advice, null);
    }

    private static RuntimeException noAnswer(ResourceAccessException e, Duration timeout, Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            return (CancellationException) new CancellationException("interrupted while embedding texts").initCause(e);
        }
        var cause = e.getCause() == null ? e : e.getCause();
        if (deadline.isPast()) {
            return unavailable(
                    "the embedding provider does not answer in time (%d ms)".formatted(timeout.toMillis()),
                    new TimeoutException().initCause(e));
        }
        var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return unavailable("the embedding provider cannot be reached: " + reason, e);
    }

    private @Nullable Duration retryAfter(HttpHeaders headers, String body) {
        var value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return value == null ? api.retryDelay(body) : RetryAfter.parse(value.strip(), clock.instant());
    }

    private void setFailureReason(@Nullable String reason) {
        var before = failureReason;
        failureReason = reason;
        if (before == null && reason != null) {
            LOG.warn("{}", reason);
        } else if (before != null && reason == null) {
            LOG.info("the embedding provider is available again");
        }
    }

    private record Answer(int status, @Nullable Duration retryAfter, String body) {

        /// How long not to send requests, if the provider limits their rate.
        @Nullable
        Duration pause() {
            return switch (status) {
                case 429 -> Objects.requireNonNullElse(retryAfter, DEFAULT_RATE_LIMIT_PAUSE);
                case 503 -> retryAfter;
                default -> null;
            };
        }

        boolean isTransient() {
            return (status == 408 || status >= 500) && pause() == null;
        }
    }
}
