package io.memlog.api.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The `ETag` of a memory log: its version in quotes.
public final class ETags {

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /// Whether an `If-None-Match` header names this version, weakly compared as RFC 9110 asks.
    public static boolean isNamedBy(@Nullable String ifNoneMatch, long version) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(of(version)));
    }
}
