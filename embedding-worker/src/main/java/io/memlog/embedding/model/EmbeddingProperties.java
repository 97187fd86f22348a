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
/// @param provider who embeds
/// @param threads  how many texts the model in this JVM embeds at the same time when memories are indexed,
///     one core each; 0 means one less than there are cores, and one at the least
/// @param cache    the vectors of recent texts
@Validated
@ConfigurationProperties("memlog.embedding")
public record EmbeddingProperties(
        @NotNull @DefaultValue("onnx") Provider provider,
        @PositiveOrZero @DefaultValue("0") int threads,
        @Valid @NotNull @DefaultValue Cache cache) {

    /// Who turns texts into vectors.
    public enum Provider {
        /// The model that comes with the application, in this JVM.
        ONNX,
        /// A provider over HTTP.
        OPENAI
    }

    /// Vectors kept in memory by content, so that a text that comes again is not embedded again.
    ///
    /// @param enabled    whether vectors are kept
    /// @param size       how many vectors are kept
    /// @param timeToLive how long a vector is kept
    public record Cache(
            @DefaultValue("true") boolean enabled,
            @Positive @DefaultValue("1000") int size,
            @NotNull @DefaultValue("24h") Duration timeToLive) {}

    int threadsOn(int cores) {
        return threads > 0 ? threads : Math.max(1, cores - 1);
    }
}
