package io.memlog.cli.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A path with the parameters that were given.
public final class Query {

    private final StringBuilder text;
    private boolean first = true;

    private Query(String path) {
        this.text = new StringBuilder(path);
    }

    /// @param segments parts of the path from outside, each of which becomes one segment
    public static Query of(String path, Object... segments) {
        var whole = new StringBuilder(path);
        for (var segment : segments) {
            whole.append('/').append(encoded(segment.toString()));
        }
        return new Query(whole.toString());
    }

    /// Adds the parameter unless it is null.
    public Query with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(first ? '?' : '&').append(name).append('=').append(encoded(value.toString()));
            first = false;
        }
        return this;
    }

    /// Adds the parameter once for each value.
    public Query withEach(String name, Collection<?> values) {
        values.forEach(value -> with(name, value));
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
