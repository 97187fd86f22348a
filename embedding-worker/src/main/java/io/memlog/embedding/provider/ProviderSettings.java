package io.memlog.embedding.provider;

import java.time.Duration;

/// What all providers need to be told.
///
/// @param prefix of the names of these settings, such as `memlog.embedding.openai`
/// @param url    base URL of the API
record ProviderSettings(
        String prefix,
        String url,
        String model,
        ApiKey apiKey,
        int dimensions,
        int batchSize,
        Duration searchTimeout,
        Duration indexTimeout,
        Duration maxElapsed) {

    /// The full name of a setting.
    String name(String setting) {
        return prefix + "." + setting;
    }
}
