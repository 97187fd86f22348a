package io.memlog.graph.search;

import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedQuery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets only a complete question through: what arrives as JSON may lack anything.
final class SearchQuestion {

    private static final int MOST = 10_000;
    private static final int DEEPEST = 3;

    private SearchQuestion() {}

    /// @throws InvalidQuestionException when the tenant or anything else that a search needs is missing
    static IndexQuery checked(IndexQuery query) {
        demandTenant(query.userId(), query.projectId());
        requirePresent(!isBlank(query.query()), "query is missing");
        demandLimit(query.limit());
        return new IndexQuery(
                query.query(),
                query.userId(),
                query.projectId(),
                query.limit(),
                query.minSimilarity(),
                Objects.requireNonNullElse(query.filters(), IndexFilters.NONE));
    }

    /// @throws InvalidQuestionException when the tenant, the memory or anything else is missing
    static RelatedQuery checked(RelatedQuery query) {
        demandTenant(query.userId(), query.projectId());
        requirePresent(Objects.nonNull(query.memory()), "memory_log_id is missing");
        requirePresent(query.depth() >= 1 && query.depth() <= DEEPEST, "depth lies between 1 and " + DEEPEST);
        demandLimit(query.limit());
        return query;
    }

    private static void demandTenant(@Nullable String userId, @Nullable String projectId) {
        requirePresent(!isBlank(userId), "user_id is missing");
        requirePresent(!isBlank(projectId), "project_id is missing");
    }

    private static void demandLimit(int limit) {
        requirePresent(limit >= 1 && limit <= MOST, "limit lies between 1 and " + MOST);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static void requirePresent(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new InvalidQuestionException(otherwise);
        }
    }
}
