package io.memlog.embedding.chroma;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Metadata that takes members away.
final class Nulls {

    private Nulls() {}

    static Map<String, @Nullable Object> of(String... members) {
        Map<String, @Nullable Object> nulls = new HashMap<>();
        List.of(members).forEach(member -> nulls.put(member, null));
        return Collections.unmodifiableMap(nulls);
    }

    static Map<String, @Nullable Object> all() {
        return of("memory", "version", "chunk", "chunks", "model", "task", "date", "date_from", "date_to");
    }
}
