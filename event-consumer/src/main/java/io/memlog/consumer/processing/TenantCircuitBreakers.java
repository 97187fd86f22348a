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

/// Remembers for which tenants the last write failed. Thread-safe, and bounded: the tenants that failed longest ago
/// are forgotten first.
final class TenantCircuitBreakers {

    private static final int MAX_TENANTS = 1_000;

    private final CircuitBreakerConfig config;
    private final Map<Tenant, FailingTenant> failing = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Tenant, FailingTenant> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    /// @param trialInterval how long a breaker is open until one write may try whether the tenant works again
    TenantCircuitBreakers(Duration trialInterval) {
        this.config = CircuitBreakerConfig.custom()
                .slidingWindowSize(1)
                .minimumNumberOfCalls(1)
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
        if (known == null) {
            return Access.FREE;
        }
        return known.breaker().getState() == CircuitBreaker.State.OPEN ? Access.BLOCKED : Access.TRIAL;
    }

    synchronized void failed(Tenant tenant, IndexUnavailableException cause) {
        var known = failing.get(tenant);
        var breaker = known == null ? CircuitBreaker.of(tenant.toString(), config) : known.breaker();
        breaker.onError(0, TimeUnit.NANOSECONDS, cause);
        failing.put(tenant, new FailingTenant(breaker, cause));
    }

    synchronized void succeeded(Tenant tenant) {
        failing.remove(tenant);
    }

    /// Why the last write of a tenant failed; null if it did not.
    synchronized @Nullable IndexUnavailableException lastFailure(Tenant tenant) {
        var known = failing.get(tenant);
        return known == null ? null : known.cause();
    }
}
