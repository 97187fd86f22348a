package io.memlog.api.memory.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.memlog.api.http.LimitProperties;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Rejects new memory logs of a user and project that have as many as they may. The usage is counted at most every few
/// seconds, so that a tenant may pass its quota by what it stores meanwhile.
@Component
final class TenantQuota {

    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
    private static final int MAX_TENANTS = 10_000;

    private final LimitProperties limits;
    private final LoadingCache<Tenant, StoreRepository.Usage> usages;

    TenantQuota(LimitProperties limits, StoreRepository repository) {
        this.limits = limits;
        this.usages = Caffeine.newBuilder()
                .maximumSize(MAX_TENANTS)
                .expireAfterWrite(COUNT_INTERVAL)
                .build(repository::usage);
    }

    /// The reason why this tenant may not store more.
    Optional<ProblemException> exceededBy(Tenant tenant) {
        var maxBytes = limits.maxMemoryBytes().toBytes();
        if (limits.maxMemories() == 0 && maxBytes == 0) {
            return Optional.empty();
        }
        var usage = usages.get(tenant);
        if (limits.maxMemories() > 0 && usage.memories() >= limits.maxMemories()) {
            return Optional.of(exceeded(usage.memories() + " memory logs of " + limits.maxMemories()));
        }
        return maxBytes > 0 && usage.bytes() >= maxBytes
                ? Optional.of(exceeded(usage.bytes() + " bytes of " + maxBytes))
                : Optional.empty();
    }

    private static ProblemException exceeded(String usage) {
        return new ProblemException(
                        ProblemType.QUOTA_EXCEEDED, "this user and project hold " + usage + " that they may")
                .retryAfter(RETRY_AFTER);
    }
}
