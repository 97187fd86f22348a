package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.web.filter.OncePerRequestFilter;

/// Makes an administrator of everyone while callers need no key.
final class LocalCallerFilter extends OncePerRequestFilter {

    private final BooleanSupplier keysAreRequired;

    LocalCallerFilter(BooleanSupplier keysAreRequired) {
        this.keysAreRequired = keysAreRequired;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!keysAreRequired.getAsBoolean()
                && SecurityContextHolder.getContext().getAuthentication() == null) {
            var authentication = new CallerAuthenticationToken(Caller.LOCAL);
            authentication.setDetails(new WebAuthenticationDetailsSource().buildDetails(request));
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(authentication);
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }
}
