package io.memlog.api.memory.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a hit stands where it stands.
///
/// @param retrievers what each retriever that ranks says of it
/// @param context    what its surroundings change, in the unit of the shares
record Explanation(Map<Retriever, Share> retrievers, Map<String, Double> context) {

    /// @param rank  from 1; null where the retriever did not find the memory
    /// @param score as the retriever gave it
    /// @param share what it adds to the sum that hits are ranked by
    @JsonInclude
    record Share(@Nullable Integer rank, @Nullable Double score, double weight, double share) {}
}
