package io.memlog.embedding.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/// The HTTP API of a provider: what is sent, and what an answer means. [ProviderClient] sends it.
interface ProviderApi {

    ProviderSettings settings();

    URI endpoint();

    void authorize(HttpHeaders headers);

    JsonNode request(EmbeddingPurpose purpose, List<String> texts);

    /// Reads a body of status 200.
    ///
    /// @throws MalformedResponseException when the body is not exactly one vector of the right length per text
    EmbeddingResponse parse(String body, int texts);

    /// How many tokens a text may have.
    int maxTokens(EmbeddingPurpose purpose);

    /// Whether an answer says that it does not embed one of the texts.
    boolean rejectsText(int status, String body);

    /// Whether an answer says that it does not accept the key.
    boolean rejectsKey(int status, String body);

    /// After which time the body of a `429` says that a request may be sent; null where it does not say so.
    @Nullable
    Duration retryDelay(String body);

    /// What to check after a `404`.
    String adviceIfNotFound();

    /// The settings of which one may be wrong when even a harmless text is rejected.
    String settingsOfRequest();
}
