package io.memlog.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers everything but liveness and readiness to callers that know the token of the workers.
final class InternalTokenFilter extends OncePerRequestFilter {

    private static final String HEALTH = "/actuator/health";
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    InternalTokenFilter(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        var sent = header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
        if (MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        Problem.UNAUTHORIZED.write(
                request, response, "send Authorization: Bearer with the value of memlog.http.internal-token");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.equals(HEALTH + "/liveness") || path.equals(HEALTH + "/readiness");
    }
}
