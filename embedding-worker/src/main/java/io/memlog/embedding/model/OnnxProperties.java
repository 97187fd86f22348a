package io.memlog.embedding.model;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The model in this JVM.
///
/// @param path          an ONNX file of a sentence embedding model, with its `tokenizer.json` beside it; empty for the
///     English model that ships with the application, to which the other settings do not apply
/// @param pooling       how the vectors of the tokens become one: `cls` or `mean`, as the model's documentation says
/// @param maxTokens     the model's window: the maximum tokens of a chunk, special tokens included
/// @param queryPrefix   what the model expects before a search query
/// @param passagePrefix what the model expects before a text to be found
@Validated
@ConfigurationProperties("memlog.embedding.onnx")
record OnnxProperties(
        @Nullable Path path,
        @NotNull @DefaultValue("mean") Pooling pooling,
        @Min(32) @Max(32_768) @DefaultValue("512") int maxTokens,
        @DefaultValue("") String queryPrefix,
        @DefaultValue("") String passagePrefix) {

    static final String PATH = "memlog.embedding.onnx.path";

    enum Pooling {
        /// The vector of the first token.
        CLS,
        /// The mean of the vectors of all tokens.
        MEAN
    }
}
