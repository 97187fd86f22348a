package io.memlog.embedding.openai;

import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The result of one embedding request.
sealed interface EmbeddingResponse {

    /// @param each   one per text, in their order; empty where the provider returned no usable vector
    /// @param tokens number of tokens according to the provider; 0 if unknown
    record Vectors(List<Optional<Embedding>> each, long tokens) implements EmbeddingResponse {

        public Vectors {
            each = List.copyOf(each);
        }

        boolean areUsable() {
            return each.stream().allMatch(Optional::isPresent);
        }
    }

    /// The provider rejects the texts, or one of them.
    ///
    /// @param reason a short message of the provider, without any of the texts
    record Rejected(String reason) implements EmbeddingResponse {}

    /// The provider limits the rate and asks for a pause.
    record RateLimited(Duration pause) implements EmbeddingResponse {}
}
