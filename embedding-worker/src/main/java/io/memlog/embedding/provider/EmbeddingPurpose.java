package io.memlog.embedding.provider;

import java.util.Locale;

/// What a text is embedded for.
enum EmbeddingPurpose {
    /// To be found.
    PASSAGE,
    /// To find passages.
    QUERY,
    /// To learn whether the provider embeds.
    PROBE;

    /// Its name in meters.
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
