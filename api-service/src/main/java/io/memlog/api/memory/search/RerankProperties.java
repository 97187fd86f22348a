package io.memlog.api.memory.search;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// A reranker: a model that reads the query together with each of the best hits of a hybrid search and orders them. The
/// texts of the hits are sent to it.
///
/// @param url        the whole address of the call, such as `https://api.jina.ai/v1/rerank`; none without a reranker
/// @param format     `cohere` for the shape of Cohere and Jina, `tei` for that of Text Embeddings Inference
/// @param model      the reranker's name for the model, where it wants one
/// @param apiKey     sent as bearer token unless it is empty
/// @param candidates how many hits are reranked; the others follow behind them
/// @param timeout    how long a search waits for it, at most until the time of the search is over; then the hits keep
/// their order
@Validated
@ConfigurationProperties("memlog.search.rerank")
record RerankProperties(
        @NotNull
        @Pattern(
                regexp = "|https?://[^\\s/?#@]+(/[^\\s?#]*)?",
                message = "set the whole address of the call: http or https, without user, query or fragment")
        @DefaultValue("")
        String url,

        @NotNull @DefaultValue("cohere") Format format,
        @NotNull @DefaultValue("") String model,

        @NotNull
        @Pattern(regexp = "[!-~]*", message = "contains characters that no HTTP header can carry")
        @DefaultValue("")
        String apiKey,

        @Min(2) @Max(1000) @DefaultValue("50") int candidates,

        @NotNull @DurationMin(millis = 1) @DefaultValue("1s")
        Duration timeout) {

    enum Format {
        COHERE,
        TEI
    }

    boolean isEnabled() {
        return !url.isEmpty();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "RerankProperties[" + url + ", " + format + ", " + model + "]";
    }
}
