package io.memlog.embedding.provider;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Embeds what people ask for: within a short time or not at all, and whatever indexing is at.
final class Questions {

    private final Provider provider;
    private final ProviderProperties properties;
    private final Deferral deferral;
    private final Waits waits;
    private final Timer waited;
    private final Precedence precedence;
    private final TokenEstimate tokens = new TokenEstimate();
    private final CircuitBreaker breaker = breaker();

    Questions(
            Provider provider,
            ProviderProperties properties,
            Clock clock,
            Waits waits,
            Timer waited,
            Precedence precedence) {
        this.provider = provider;
        this.properties = properties;
        this.deferral = new Deferral(clock);
        this.waits = waits;
        this.waited = waited;
        this.precedence = precedence;
    }

    /// Of a text that is too long for the model the beginning counts.
    Embedding embed(String text) {
        var prefix = properties.queryPrefix();
        var question = prefix + tokens.beginning(text, properties.maxTokens() - tokens.count(prefix));
        try {
            return breaker.executeSupplier(() -> inTime(List.of(question)));
        } catch (CallNotPermittedException e) {
            throw ProviderAway.because(
                    "the embedding provider has just failed several times and is left alone for a moment", e);
        } catch (UnusableAnswerException e) {
            throw ProviderAway.because(String.valueOf(e.getMessage()), e);
        }
    }

    private Embedding inTime(List<String> question) {
        var deadline = System.nanoTime() + properties.searchTimeout().toNanos();
        var answer = ask(question, deadline);
        if (answer instanceof Answer.Deferred) {
            precedence.questionWaits();
            try {
                while (answer instanceof Answer.Deferred) {
                    answer = ask(question, deadline);
                }
            } finally {
                precedence.questionIsThrough();
            }
        }
        return vector(answer);
    }

    /// @throws IndexUnavailableException when there is no time left to wait for the provider
    private Answer ask(List<String> question, long deadline) {
        var left = deferral.left();
        if (left.toNanos() > deadline - System.nanoTime()) {
            throw ProviderAway.because("the embedding provider asks to be left alone", null, left);
        }
        if (left.isPositive()) {
            waits.pause(left, waited);
        }
        var answer = provider.embed(question, Duration.ofNanos(deadline - System.nanoTime()));
        if (answer instanceof Answer.Deferred(var pause)) {
            deferral.begin(pause);
        }
        return answer;
    }

    private static Embedding vector(Answer answer) {
        return switch (answer) {
            case Answer.Vectors given ->
                given.each()
                        .getFirst()
                        .orElseThrow(() -> new UnusableAnswerException("gives no usable vector for a question", null));
            case Answer.Refused(var why) ->
                throw new NonRetryableException(
                        "content_refused", "the embedding provider refuses the question: it " + why, null);
            case Answer.Deferred(var pause) ->
                throw ProviderAway.because("the embedding provider asks to be left alone", null, pause);
        };
    }

    /// Opens when most of the last ten questions failed, so that nobody waits for a provider that hangs; asks
    /// it again after two seconds.
    private static CircuitBreaker breaker() {
        return CircuitBreaker.of(
                "embedding-provider",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(Questions::isTrouble)
                        .build());
    }

    private static boolean isTrouble(Throwable failure) {
        return failure instanceof UnusableAnswerException
                || (failure instanceof IndexUnavailableException away && away.retryAfter() == null);
    }
}
