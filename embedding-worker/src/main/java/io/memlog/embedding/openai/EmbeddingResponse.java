package io.memlog.embedding.openai;

import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a provider makes of a request.
sealed interface EmbeddingResponse {

    /// @param each   one for each text, in their order; empty where what was given is no usable vector
    /// @param tokens how many the provider counted; 0 when it does not say
    record Vectors(List<Optional<Embedding>> each, long tokens) implements EmbeddingResponse {

        public Vectors {
            each = List.copyOf(each);
        }

        boolean areUsable() {
            return each.stream().allMatch(Optional::isPresent);
        }
    }

    /// It does not take the texts, or one of them.
    ///
    /// @param reason in a few words of the provider, without any of the texts
    record Rejected(String reason) implements EmbeddingResponse {}

    /// It asks to be left alone for a while.
    record RateLimited(Duration pause) implements EmbeddingResponse {}
}
