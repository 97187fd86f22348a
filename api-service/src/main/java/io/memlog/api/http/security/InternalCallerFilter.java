package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.Role;
import io.memlog.security.HttpSecurityProperties;
import io.memlog.security.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets other instances of api-service through, which know the token of the workers. Without one, nothing internal is
/// answered.
final class InternalCallerFilter extends OncePerRequestFilter {

    private static final Caller INSTANCE = new Caller("instance", Set.of(Role.OPERATE), null, null);
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    InternalCallerFilter(HttpSecurityProperties properties) {
        this.token = properties.internalToken().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        var sent = header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
        if (token.length == 0 || !MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            Problem.UNAUTHORIZED.write(
                    request, response, "only other instances call this, with memlog.http.internal-token");
            return;
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthenticationToken(INSTANCE));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
