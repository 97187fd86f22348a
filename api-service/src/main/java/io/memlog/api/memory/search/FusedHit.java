package io.memlog.api.memory.search;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A memory that one or more retrievers found.
///
/// @param hit   the one with a distance, if there is one
/// @param score higher is better; comparable within one answer only
record FusedHit(IndexHit hit, List<Retriever> matchedBy, double score) {

    FusedHit {
        matchedBy = List.copyOf(matchedBy);
    }

    /// The hits of a single retriever.
    static Stream<FusedHit> single(Retriever.Result.Hits result) {
        return result.hits().stream()
                .map(hit -> new FusedHit(
                        hit, List.of(result.retriever()), result.retriever().toUnitInterval(hit)));
    }

    MemoryId memory() {
        return hit.memory();
    }

    FusedHit withScore(double other) {
        return new FusedHit(hit, matchedBy, other);
    }

    FusedHit withDistance(@Nullable Double distance) {
        return distance == null || hit.distance() != null
                ? this
                : new FusedHit(
                        new IndexHit(hit.memory(), hit.version(), hit.document(), distance, hit.score()),
                        matchedBy,
                        score);
    }

    /// The same memory as two retrievers found it.
    FusedHit and(FusedHit other) {
        return new FusedHit(
                hit.distance() != null ? hit : other.hit,
                Stream.concat(matchedBy.stream(), other.matchedBy.stream()).toList(),
                score);
    }
}
