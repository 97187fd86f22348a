package io.memlog.api.http.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.memlog.api.http.Caller;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers `429` to a key or token that calls more often than it may. `RateLimit` says how many calls are left at once.
final class RateLimitFilter extends OncePerRequestFilter {

    private static final int MAX_CALLERS = 10_000;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final int requestsPerSecond;
    private final LoadingCache<String, Bucket> buckets;

    RateLimitFilter(int requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_CALLERS)
                .expireAfterAccess(Duration.ofMinutes(1))
                .build(_ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(requestsPerSecond).refillGreedy(requestsPerSecond, WINDOW))
                        .build());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (requestsPerSecond == 0
                || authentication == null
                || !(authentication.getPrincipal() instanceof Caller caller)
                || caller.equals(Caller.LOCAL)) {
            chain.doFilter(request, response);
            return;
        }
        var probe = buckets.get(caller.name()).tryConsumeAndReturnRemaining(1);
        response.setHeader("RateLimit-Policy", "\"requests\";q=" + requestsPerSecond + ";w=" + WINDOW.toSeconds());
        response.setHeader("RateLimit", "\"requests\";r=" + probe.getRemainingTokens() + ";t=" + WINDOW.toSeconds());
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
            return;
        }
        new ProblemException(
                        ProblemType.RATE_LIMITED, "this caller may make " + requestsPerSecond + " requests a second")
                .retryAfter(WINDOW)
                .write(request, response);
    }
}
