package io.memlog.security;

import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/// A request that is rejected before any controller sees it, as a problem document (RFC 9457).
public enum Problem {
    UNAUTHORIZED(401, "The caller is not known"),
    FOREIGN_ORIGIN(403, "The web page may not call this service"),
    MISDIRECTED(421, "The host is not allowed");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        var document = Json.mapper()
                .createObjectNode()
                .put(
                        "type",
                        "urn:memlog:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", request.getRequestURI());
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream().write(Json.mapper().writeValueAsBytes(document));
    }
}
