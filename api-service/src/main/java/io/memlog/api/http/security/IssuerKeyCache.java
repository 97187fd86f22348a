package io.memlog.api.http.security;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.concurrent.ConcurrentMapCache;

/// The keys of the issuer. They are fetched again when they are old, or when a token names an unknown key, but at most
/// every few seconds, so that tokens that are made up cost no call each. While the issuer is unavailable, the keys
/// stay.
final class IssuerKeyCache extends ConcurrentMapCache {

    private static final long MAX_AGE_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long MIN_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private boolean stale;
    private long fetched;
    private long tried;

    IssuerKeyCache(LongSupplier nanoTime) {
        super("keys of the issuer");
        this.nanoTime = nanoTime;
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <T> @Nullable T get(Object key, Callable<T> fetch) {
        var known = (T) lookup(key);
        var now = nanoTime.getAsLong();
        if (known != null && (now - tried < MIN_INTERVAL_NANOS || (!stale && now - fetched < MAX_AGE_NANOS))) {
            return known;
        }
        tried = now;
        try {
            var keys = fetch.call();
            put(key, keys);
            fetched = now;
            stale = false;
            return keys;
        } catch (Exception e) {
            if (known == null) {
                throw new ValueRetrievalException(key, fetch, e);
            }
            return known;
        }
    }

    /// Marks the keys as stale; those that are known stay.
    @Override
    public synchronized boolean invalidate() {
        stale = true;
        return true;
    }
}
