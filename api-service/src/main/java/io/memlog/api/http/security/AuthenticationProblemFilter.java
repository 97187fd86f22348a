package io.memlog.api.http.security;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers with the problem where a caller is not let in for another reason than a wrong key. That is `503` where it
/// cannot be recognised, since PostgreSQL or the issuer is unavailable: a good key is not refused by an outage.
final class AuthenticationProblemFilter extends OncePerRequestFilter {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ProblemException e) {
            e.write(request, response);
        } catch (RuntimeException e) {
            if (response.isCommitted()
                    || !(e instanceof AuthenticationServiceException || DatabaseErrors.isOutage(e))) {
                throw e;
            }
            new ProblemException(
                            ProblemType.STORE_UNAVAILABLE,
                            "the caller cannot be recognised: PostgreSQL or the issuer is unavailable")
                    .retryAfter(RETRY_AFTER)
                    .write(request, response);
        }
    }
}
