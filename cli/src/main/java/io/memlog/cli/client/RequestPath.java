package io.memlog.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A path with query parameters.
public final class RequestPath {

    private final StringBuilder text;
    private char separator = '?';

    private RequestPath(String path) {
        this.text = new StringBuilder(path);
    }

    /// @param segments values that become one segment of the path each
    public static RequestPath of(String path, Object... segments) {
        var whole = new StringBuilder(path);
        for (var segment : segments) {
            whole.append('/').append(encoded(segment.toString()));
        }
        return new RequestPath(whole.toString());
    }

    /// Adds the parameter unless it is null.
    public RequestPath with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(separator).append(name).append('=').append(encoded(value.toString()));
            separator = '&';
        }
        return this;
    }

    /// Adds the members of an object, each element of an array by itself.
    public RequestPath withAll(JsonNode parameters) {
        parameters.forEachEntry((name, value) -> {
            if (value.isArray()) {
                value.forEach(element -> with(name, element.asString()));
            } else if (!value.isNull()) {
                with(name, value.asString());
            }
        });
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
