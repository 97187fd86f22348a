package io.memlog.api.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.schemas.hash.Sha256;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Keeps those who guess from costing a look-up each: an address that has failed too often is told to wait, and its
/// keys and tokens are not looked at, except those that were accepted before. So a caller that is known goes on behind
/// the same proxy.
final class AuthenticationLimit {

    private static final int MAX_ADDRESSES = 10_000;
    private static final int MAX_ACCEPTED = 10_000;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final int failuresPerSecond;
    private final LoadingCache<String, Bucket> failures;
    private final Cache<String, Boolean> accepted = Caffeine.newBuilder()
            .maximumSize(MAX_ACCEPTED)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    /// @param failuresPerSecond of one address; 0 for no limit
    AuthenticationLimit(int failuresPerSecond) {
        this.failuresPerSecond = failuresPerSecond;
        this.failures = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterAccess(Duration.ofMinutes(1))
                .build(_ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(failuresPerSecond).refillGreedy(failuresPerSecond, WINDOW))
                        .build());
    }

    /// @throws ProblemException `429` when the address has failed too often
    Authentication authenticate(BearerTokenAuthenticationToken token, AuthenticationManager manager) {
        if (failuresPerSecond == 0) {
            return manager.authenticate(token);
        }
        var hash = HexFormat.of().formatHex(Sha256.of(token.getToken().getBytes(StandardCharsets.UTF_8)));
        var bucket = failures.get(network(token));
        if (bucket.getAvailableTokens() <= 0 && accepted.getIfPresent(hash) == null) {
            throw new ProblemException(ProblemType.RATE_LIMITED, "this address has sent too many wrong keys and tokens")
                    .retryAfter(WINDOW);
        }
        try {
            var authentication = manager.authenticate(token);
            accepted.put(hash, true);
            return authentication;
        } catch (InvalidBearerTokenException e) {
            bucket.consumeIgnoringRateLimits(1);
            throw e;
        }
    }

    /// The address; of IPv6 the network, in which one host has as many addresses as it likes.
    private static String network(Authentication token) {
        var address =
                token.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : null;
        return address != null
                        && address.indexOf(':') >= 0
                        && InetAddress.ofLiteral(address) instanceof Inet6Address literal
                ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), IPV6_NETWORK_BYTES))
                : String.valueOf(address);
    }
}
