package io.memlog.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps web pages out: a page that reaches the port by a name of its own (DNS rebinding) is misdirected, a page of
/// another origin is forbidden, and no page may frame an answer or run what is in it. The console runs its own files
/// only, and makes no text HTML.
final class HostAndOriginFilter extends OncePerRequestFilter {

    private static final String ANY = "*";
    private static final String DOCS = "/docs";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
    private static final String OWN_PAGE =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String CONSOLE = "/console";
    private static final String CONSOLE_PAGE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final Set<String> hosts;
    private final Set<String> origins;

    HostAndOriginFilter(List<String> allowedHosts, List<String> allowedOrigins) {
        this.hosts = lowerCase(allowedHosts);
        this.origins = lowerCase(allowedOrigins);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", contentOf(request.getRequestURI()));
        var host = request.getHeader(HttpHeaders.HOST);
        if (!isAllowedHost(host)) {
            Problem.MISDIRECTED.write(
                    request, response, "the Host " + host + " is not among memlog.http.allowed-hosts");
            return;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || isSameOrigin(origin, host)) {
            chain.doFilter(request, response);
        } else if (origins.contains(origin.toLowerCase(Locale.ROOT))) {
            allow(origin, request, response, chain);
        } else {
            Problem.FOREIGN_ORIGIN.write(
                    request, response, "the Origin " + origin + " is not among memlog.http.allowed-origins");
        }
    }

    private static String contentOf(String path) {
        if (path.startsWith(CONSOLE)) {
            return CONSOLE_PAGE;
        }
        return path.startsWith(DOCS) ? OWN_PAGE : NOTHING;
    }

    private static void allow(
            String origin, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "*");
        if (request.getMethod().equals("OPTIONS")
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE");
            response.setHeader(
                    HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Mcp-Protocol-Version, "
                            + "Mcp-Session-Id, Mcp-Method, Mcp-Name");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            chain.doFilter(request, response);
        }
    }

    /// HTTP/1.0 knows no Host, and browsers always send one.
    private boolean isAllowedHost(@Nullable String host) {
        return host == null || hosts.contains(ANY) || hosts.contains(nameOf(host));
    }

    /// Behind a proxy that ends TLS the scheme differs.
    private static boolean isSameOrigin(String origin, @Nullable String host) {
        var scheme = origin.indexOf("://");
        return host != null
                && scheme > 0
                && origin.substring(scheme + "://".length()).equalsIgnoreCase(host);
    }

    private static String nameOf(String host) {
        var colon = host.lastIndexOf(':');
        var hasPort = colon > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    private static Set<String> lowerCase(List<String> texts) {
        return texts.stream()
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
