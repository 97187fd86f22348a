package io.memlog.embedding.openai;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which provider embeds texts over HTTP, and how it is asked. Counts when `memlog.embedding.provider` is
/// `http`.
///
/// @param url               where the provider's API begins; `/embeddings` is added to it
/// @param model             the model, by the provider's name for it
/// @param apiKey            what is sent as bearer token; nothing where it is empty
/// @param dimensions        how many values a vector of the model has
/// @param requestDimensions whether the provider is asked for vectors of that length, which only models can
///     do that were made for it
/// @param batchSize         how many texts one request brings at the most
/// @param maxTokens         how long a piece of text may be: no longer than the model's window
/// @param passagePrefix     what the model wants to see before a text that is to be found
/// @param queryPrefix       what the model wants to see before a question
/// @param connectTimeout    how long a connection may take to open
/// @param searchTimeout     how long the vector of a question may take in all
/// @param indexTimeout      how long one request may take while memories are indexed
/// @param maxElapsed          how long one write spends on requests, and on pauses that the provider asks for,
///     before the consumer takes over the waiting; what is there by then is kept
@Validated
@ConfigurationProperties("memlog.embedding.openai")
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
record OpenAiProperties(
        @NotNull(message = ADDRESS) @Pattern(regexp = "https?://[^\\s/?#@]+(/[^\\s?#]*)?", message = ADDRESS)
        String url,

        @NotBlank(message = "is missing: say which model embeds, by the provider's name for it")
        String model,

        @DefaultValue("") ApiKey apiKey,

        @Positive(message = "is missing: say how many values a vector of the model has, such as 1536")
        int dimensions,

        @DefaultValue("false") boolean requestDimensions,
        @Min(1) @Max(2048) @DefaultValue("32") int batchSize,
        @Min(192) @Max(100_000) @DefaultValue("512") int maxTokens,
        @NotNull @DefaultValue("") String passagePrefix,
        @NotNull @DefaultValue("") String queryPrefix,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration connectTimeout,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration searchTimeout,
        @DurationMin(millis = 1) @DefaultValue("15s") Duration indexTimeout,
        @DurationMin(millis = 0) @DefaultValue("10s") Duration maxElapsed) {

    private static final String ADDRESS =
            "say where the provider's API begins, such as https://api.openai.com/v1: http or https, and no user, query or fragment";

    URI endpoint() {
        return URI.create((url.endsWith("/") ? url : url + "/") + "embeddings");
    }

    @AssertTrue(message = "(memlog.embedding.openai.api-key) holds characters that no HTTP header can carry")
    boolean isApiKeySendable() {
        return apiKey.isSendable();
    }
}
