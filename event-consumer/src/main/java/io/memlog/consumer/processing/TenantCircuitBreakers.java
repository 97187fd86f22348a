package io.memlog.consumer.processing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Remembers the tenants whose last write failed. Thread-safe, and bounded: those that are longest out of use are
/// forgotten first.
final class TenantCircuitBreakers {

    private static final int MAX_TENANTS = 1_000;

    /// So many quick failures in a row block a tenant. A slow one counts so much that the next one does.
    private static final int MAX_QUICK_FAILURES = 10;

    private static final int WEIGHT_OF_SLOW_FAILURE = MAX_QUICK_FAILURES - 1;

    private final CircuitBreakerConfig config;
    private final Map<Tenant, FailingTenant> failing = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Tenant, FailingTenant> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    /// @param trialInterval how long a tenant is blocked until one write may try whether it works again
    TenantCircuitBreakers(Duration trialInterval) {
        this.config = CircuitBreakerConfig.custom()
                .slidingWindowSize(MAX_QUICK_FAILURES)
                .minimumNumberOfCalls(MAX_QUICK_FAILURES)
                .failureRateThreshold(100)
                .waitDurationInOpenState(trialInterval)
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
    }

    enum Access {
        FREE,
        TRIAL,
        BLOCKED
    }

    private record FailingTenant(CircuitBreaker breaker, IndexUnavailableException cause) {}

    synchronized Access access(Tenant tenant) {
        var known = failing.get(tenant);
        return known == null
                ? Access.FREE
                : switch (known.breaker().getState()) {
                    case CLOSED -> Access.FREE;
                    case OPEN -> Access.BLOCKED;
                    default -> Access.TRIAL;
                };
    }

    synchronized void failed(Tenant tenant, IndexUnavailableException cause, boolean quick) {
        var known = failing.get(tenant);
        var breaker = known == null ? CircuitBreaker.of(tenant.toString(), config) : known.breaker();
        for (int count = quick ? 1 : WEIGHT_OF_SLOW_FAILURE; count > 0; count--) {
            breaker.onError(0, TimeUnit.NANOSECONDS, cause);
        }
        failing.put(tenant, new FailingTenant(breaker, cause));
    }

    /// A write of the tenant succeeded, or its failures say nothing of it.
    synchronized void forget(Tenant tenant) {
        failing.remove(tenant);
    }

    /// Why the last write of a tenant failed; null if it did not.
    synchronized @Nullable IndexUnavailableException lastFailure(Tenant tenant) {
        var known = failing.get(tenant);
        return known == null ? null : known.cause();
    }
}
