package io.memlog.api.memory.quota;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.memlog.api.http.LimitProperties;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Rejects what a user and project would hold beyond what they may. The usage is counted at most every few seconds, so
/// that a tenant may pass its quota by what it stores meanwhile.
@Component
public final class TenantQuota {

    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
    private static final int MAX_TENANTS = 10_000;

    private final long maxMemories;
    private final long maxBytes;
    private final LoadingCache<Owner, TenantUsageRepository.Usage> usages;

    private record Owner(@Nullable String userId, @Nullable String projectId) {}

    TenantQuota(LimitProperties limits, TenantUsageRepository repository) {
        this.maxMemories = limits.maxMemories();
        this.maxBytes = limits.maxMemoryBytes().toBytes();
        this.usages = Caffeine.newBuilder()
                .maximumSize(MAX_TENANTS)
                .expireAfterWrite(COUNT_INTERVAL)
                .build(owner -> repository.usage(owner.userId(), owner.projectId()));
    }

    /// The reason why this tenant may not store another memory log.
    public Optional<ProblemException> exceededBy(Tenant tenant) {
        if (maxMemories > 0) {
            var memories =
                    usages.get(new Owner(tenant.userId(), tenant.projectId())).memories();
            if (memories >= maxMemories) {
                return Optional.of(exceeded(memories + " memory logs of " + maxMemories));
            }
        }
        return bytesExceededBy(tenant.userId(), tenant.projectId());
    }

    /// The reason why this user and project may not hold more bytes. An agent's event may have neither.
    public Optional<ProblemException> bytesExceededBy(@Nullable String userId, @Nullable String projectId) {
        if (maxBytes == 0) {
            return Optional.empty();
        }
        var bytes = usages.get(new Owner(userId, projectId)).bytes();
        return bytes >= maxBytes ? Optional.of(exceeded(bytes + " bytes of " + maxBytes)) : Optional.empty();
    }

    private static ProblemException exceeded(String usage) {
        return new ProblemException(
                        ProblemType.QUOTA_EXCEEDED, "this user and project hold " + usage + ", which is their quota")
                .retryAfter(RETRY_AFTER);
    }
}
