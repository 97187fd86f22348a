package io.memlog.embedding.search;

import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets only a complete question through: what arrives as JSON may lack anything.
final class SearchQuestion {

    private static final int MOST = 10_000;

    private SearchQuestion() {}

    /// @throws InvalidQuestionException when the tenant or anything else that a search needs is missing
    static IndexQuery checked(IndexQuery query) {
        demand(!isBlank(query.userId()), "user_id is missing");
        demand(!isBlank(query.projectId()), "project_id is missing");
        demand(!isBlank(query.query()), "query is missing");
        demand(query.limit() >= 1 && query.limit() <= MOST, "limit lies between 1 and " + MOST);
        demand(query.minSimilarity() >= 0 && query.minSimilarity() <= 1, "min_similarity lies between 0 and 1");
        return new IndexQuery(
                query.query(),
                query.userId(),
                query.projectId(),
                query.limit(),
                query.minSimilarity(),
                Objects.requireNonNullElse(query.filters(), IndexFilters.NONE));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static void demand(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new InvalidQuestionException(otherwise);
        }
    }
}
