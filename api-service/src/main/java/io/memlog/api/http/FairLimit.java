package io.memlog.api.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/// What all requests in progress may take together, and one caller at most half of it, so that others are served. One
/// request of a caller may take more than half where its others take nothing. The callers of a port without keys
/// cannot be told apart and have no shares.
public final class FairLimit {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String setting;
    private final long share;
    private final AtomicLong left;
    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    /// @param setting the name of the setting that has the total
    public FairLimit(String setting, long total) {
        this.setting = setting;
        this.share = total / 2;
        this.left = new AtomicLong(total);
    }

    /// What a request takes.
    public Claim claim() {
        return new Claim();
    }

    /// What one request has taken, until it is closed.
    public final class Claim implements AutoCloseable {

        private @Nullable String caller;
        private long own;

        /// Takes more, for the caller of this thread.
        ///
        /// @throws ProblemException `503` when others have taken too much
        public void take(long amount) {
            own += amount;
            var remaining = left.addAndGet(-amount);
            caller = caller == null ? currentCaller() : caller;
            var all = caller == null ? 0 : taken.merge(caller, amount, Long::sum);
            if (remaining < 0) {
                throw busy("other requests fill " + setting);
            }
            if (all > share && all > own) {
                throw busy("other requests of this caller fill its half of " + setting);
            }
        }

        /// Gives back everything.
        @Override
        public void close() {
            left.addAndGet(own);
            if (caller != null) {
                taken.computeIfPresent(caller, (_, all) -> all > own ? Long.valueOf(all - own) : null);
            }
            own = 0;
        }
    }

    private static @Nullable String currentCaller() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                        && authentication.getPrincipal() instanceof Caller caller
                        && !caller.equals(Caller.LOCAL)
                ? caller.name()
                : null;
    }

    private static ProblemException busy(String detail) {
        return new ProblemException(ProblemType.BUSY, detail).retryAfter(RETRY_AFTER);
    }
}
