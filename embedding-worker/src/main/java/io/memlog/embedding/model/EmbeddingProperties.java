package io.memlog.embedding.model;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How texts are embedded.
///
/// @param provider which model or provider embeds
/// @param threads  how many texts the model in this JVM embeds in parallel while memories are indexed, one
///     core each; 0 for one less than the number of cores, at least one
/// @param cache    the vectors of recent texts
@Validated
@ConfigurationProperties("memlog.embedding")
record EmbeddingProperties(
        @NotNull @DefaultValue("onnx") Provider provider,
        @PositiveOrZero @DefaultValue("0") int threads,
        @Valid @NotNull @DefaultValue Cache cache) {

    /// The embedding backend.
    enum Provider {
        /// The model that ships with the application, in this JVM.
        ONNX,
        /// A provider with an OpenAI-compatible HTTP API.
        OPENAI,
        /// Google's Gemini API.
        GOOGLE
    }

    /// Caches vectors in memory by content, so that a repeated text is not embedded again.
    ///
    /// @param enabled    whether vectors are cached
    /// @param size       maximum number of cached vectors
    /// @param timeToLive how long a vector is cached
    record Cache(
            @DefaultValue("true") boolean enabled,
            @Positive @DefaultValue("1000") int size,
            @NotNull @DefaultValue("24h") Duration timeToLive) {}

    int threadsOn(int cores) {
        return threads > 0 ? threads : Math.max(1, cores - 1);
    }
}
