package io.memlog.embedding.provider;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The OpenAI-compatible provider that embeds texts if `memlog.embedding.provider` is `openai`.
///
/// @param url               base URL of the API; `/embeddings` is appended
/// @param model             the provider's name for the model
/// @param apiKey            sent as bearer token unless it is empty
/// @param dimensions        the length of the model's vectors
/// @param requestDimensions whether requests ask for vectors of that length, which only some models support
/// @param batchSize         maximum number of texts per request
/// @param maxTokens         maximum tokens of a chunk: not more than the model's window
/// @param passagePrefix     what the model expects before a text to be found
/// @param queryPrefix       what the model expects before a search query
/// @param searchTimeout     timeout of embedding a search query
/// @param indexTimeout      timeout of one request, with its retries, while memories are indexed
/// @param maxElapsed        how long one write sends requests and pauses for the rate limit before the consumer
///     pauses; the vectors received by then are kept
@Validated
@ConfigurationProperties(OpenAiProperties.PREFIX)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
record OpenAiProperties(
        @NotNull(message = ADDRESS) @Pattern(regexp = "https?://[^\\s/?#@]+(/[^\\s?#]*)?", message = ADDRESS)
        String url,

        @NotBlank(message = "is missing: set it to the provider's name for the model")
        String model,

        @DefaultValue("") ApiKey apiKey,

        @Positive(message = "is missing: set it to the length of the model's vectors, such as 1536")
        int dimensions,

        @DefaultValue("false") boolean requestDimensions,
        @Min(1) @Max(2048) @DefaultValue("32") int batchSize,
        @Min(192) @Max(100_000) @DefaultValue("512") int maxTokens,
        @NotNull @DefaultValue("") String passagePrefix,
        @NotNull @DefaultValue("") String queryPrefix,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration searchTimeout,
        @DurationMin(millis = 1) @DefaultValue("15s") Duration indexTimeout,
        @DurationMin(millis = 0) @DefaultValue("10s") Duration maxElapsed) {

    static final String PREFIX = "memlog.embedding.openai";

    private static final String ADDRESS =
            "set the base URL of the provider's API, such as https://api.openai.com/v1: http or https, without user, query or fragment";

    ProviderSettings settings() {
        return new ProviderSettings(
                PREFIX, url, model, apiKey, dimensions, batchSize, searchTimeout, indexTimeout, maxElapsed);
    }

    @AssertTrue(message = "(memlog.embedding.openai.api-key) contains characters that no HTTP header can carry")
    boolean isApiKeySendable() {
        return apiKey.isSendable();
    }
}
