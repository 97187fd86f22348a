package io.memlog.embedding.provider;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Google's Gemini API, which embeds texts if `memlog.embedding.provider` is `google`.
///
/// @param url           base URL of the API
/// @param model         Google's name for the model
/// @param apiKey        a key of the Gemini API
/// @param dimensions    the length of the vectors, which requests ask for
/// @param batchSize     maximum number of texts per request; Google counts each text as a request of its quota
/// @param maxTokens     maximum tokens of a chunk: not more than the model's window
/// @param searchTimeout timeout of embedding a search query
/// @param indexTimeout  timeout of one request, with its retries, while memories are indexed
/// @param maxElapsed    how long one write sends requests and pauses for the rate limit before the consumer
///     pauses; the vectors received by then are kept
@Validated
@ConfigurationProperties(GoogleProperties.PREFIX)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "google")
record GoogleProperties(
        @NotNull
        @Pattern(
                regexp = "https?://[^\\s/?#@]+(/[^\\s?#]*)?",
                message = "set the base URL of the API: http or https, without user, query or fragment")
        @DefaultValue("https://generativelanguage.googleapis.com/v1beta")
        String url,

        @NotNull
        @Pattern(regexp = "[a-zA-Z0-9._-]+", message = "set the name of a model, such as gemini-embedding-001")
        @DefaultValue("gemini-embedding-001")
        String model,

        @DefaultValue("") ApiKey apiKey,
        @Min(128) @Max(3072) @DefaultValue("768") int dimensions,
        @Min(1) @Max(100) @DefaultValue("32") int batchSize,
        @Min(192) @Max(2048) @DefaultValue("512") int maxTokens,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration searchTimeout,
        @DurationMin(millis = 1) @DefaultValue("15s") Duration indexTimeout,
        @DurationMin(millis = 0) @DefaultValue("10s") Duration maxElapsed) {

    static final String PREFIX = "memlog.embedding.google";

    @AssertTrue(
            message =
                    "(memlog.embedding.google.api-key) is missing: set it, or GOOGLE_API_KEY, to a key of the Gemini API")
    boolean isApiKeyGiven() {
        return apiKey.isGiven();
    }

    @AssertTrue(message = "(memlog.embedding.google.api-key) contains characters that no HTTP header can carry")
    boolean isApiKeySendable() {
        return apiKey.isSendable();
    }

    ProviderSettings settings() {
        return new ProviderSettings(
                PREFIX, url, model, apiKey, dimensions, batchSize, searchTimeout, indexTimeout, maxElapsed);
    }
}
