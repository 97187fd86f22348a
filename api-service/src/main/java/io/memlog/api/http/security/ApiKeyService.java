package io.memlog.api.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.api.http.Caller;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Creates, revokes and recognises API keys. While there has never been a key, callers need none.
@Component
public final class ApiKeyService {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyService.class);
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_CACHED_KEYS = 10_000;
    private static final Caller ADMIN = new Caller("admin", Set.of(Role.ADMIN), null, null);
    private static final Caller OPERATOR = new Caller("operator", Set.of(Role.OPERATE), null, null);

    private final ApiKeyRepository repository;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final Map<String, Caller> callersByHash = new HashMap<>();
    private final Cache<String, Optional<ApiKey>> cache;
    private final Map<Long, Instant> lastUses = new ConcurrentHashMap<>();
    private volatile boolean required;

    ApiKeyService(
            ApiKeyRepository repository,
            SecurityProperties properties,
            TransactionOperations transaction,
            Clock clock) {
        this.repository = repository;
        this.transaction = transaction;
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED_KEYS)
                .expireAfterWrite(properties.keyCache())
                .build();
        if (!properties.operateKey().isEmpty()) {
            callersByHash.put(HEX.formatHex(new ApiKeySecret(properties.operateKey()).hash()), OPERATOR);
        }
        if (!properties.adminKey().isEmpty()) {
            callersByHash.put(HEX.formatHex(new ApiKeySecret(properties.adminKey()).hash()), ADMIN);
        }
        if (!properties.adminKeyHash().isEmpty()) {
            callersByHash.put(properties.adminKeyHash(), ADMIN);
        }
        this.required = !callersByHash.isEmpty() || repository.hasAny();
    }

    /// A key and its secret, which is not stored.
    public record Created(ApiKey key, String secret) {}

    /// Creates a key. A caller without a key makes the first one only, also when another call makes one meanwhile.
    ///
    /// @throws ProblemException `409` when there is a key of this name, or one that the caller would need
    public Created create(NewApiKey key, Caller caller) {
        var secret = ApiKeySecret.random();
        var created = Objects.requireNonNull(transaction.execute(_ -> {
            repository.lock();
            if (caller.equals(Caller.LOCAL) && repository.hasAny()) {
                throw ProblemException.wrongState("another call has made the first key; this call needs one, too");
            }
            return repository
                    .add(key, secret.hash(), caller.name(), clock.instant())
                    .orElseThrow(() -> ProblemException.wrongState("there is a key of this name; choose another"));
        }));
        required = true;
        return new Created(created, secret.text());
    }

    /// The keys, newest first.
    ///
    /// @param before the last id of the previous page
    public List<ApiKey> list(@Nullable Long before, int limit) {
        return repository.list(before, limit);
    }

    /// Revokes a key at once here, and within the time of the cache in other instances.
    ///
    /// @return false when there is no such key
    public boolean revoke(long id) {
        var hash = repository.revoke(id, clock.instant());
        hash.ifPresent(bytes -> cache.invalidate(HEX.formatHex(bytes)));
        return hash.isPresent();
    }

    /// Whether callers need a key.
    public boolean areRequired() {
        return required;
    }

    /// The caller with this key.
    ///
    /// @throws InvalidKeyException when the key is unknown, revoked or expired
    Caller authenticate(String text) throws InvalidKeyException {
        if (!ApiKeySecret.isWellFormed(text)) {
            throw new InvalidKeyException("the API key is not well-formed");
        }
        var hash = new ApiKeySecret(text).hash();
        var hex = HEX.formatHex(hash);
        var fromSettings = callersByHash.get(hex);
        if (fromSettings != null) {
            return fromSettings;
        }
        var now = clock.instant();
        var key = cache.get(hex, _ -> repository.find(hash))
                .orElseThrow(() -> new InvalidKeyException("the API key is unknown"));
        if (key.revokedAt() != null) {
            throw new InvalidKeyException("the API key is revoked");
        }
        if (key.expiresAt() != null && !now.isBefore(key.expiresAt())) {
            throw new InvalidKeyException("the API key expired at " + key.expiresAt());
        }
        lastUses.put(key.id(), now);
        return key.caller();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void refresh() {
        try {
            required = required || repository.hasAny();
            var used = Map.copyOf(lastUses);
            if (!used.isEmpty()) {
                repository.used(used);
                used.forEach(lastUses::remove);
            }
        } catch (DataAccessException e) {
            if (!required) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Whether callers need a key cannot be read");
            }
        }
    }

    /// Why a key is not accepted.
    static final class InvalidKeyException extends Exception {

        InvalidKeyException(String message) {
            super(message);
        }
    }

    /// The key that a caller asks for.
    ///
    /// @param userId    the only user that its caller is to see; null for all
    /// @param projectId the only project that its caller is to see; null for all
    public record NewApiKey(
            String name,
            Role role,
            @Nullable String userId,
            @Nullable String projectId,
            @Nullable Instant expiresAt) {}
}
