package io.memlog.api.memory.search;

import io.memlog.api.http.Caller;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.RequestSchema;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A search as a client asks for it.
///
/// @param waitFor memories that must be searchable before the indexes are asked
/// @param explain whether a hybrid search says of each hit how it was ranked
record SearchRequest(
        String query,
        String userId,
        String projectId,
        Integer limit,
        @Nullable Double minSimilarity,
        Mode mode,
        List<MemoryId> waitFor,
        @Nullable Filters filters,
        @Nullable Boolean explain) {

    private static final RequestSchema<SearchRequest> SCHEMA = RequestSchema.of("Search", SearchRequest.class);
    private static final int DEFAULT_LIMIT = 10;

    /// Sets the defaults of what the body leaves out.
    SearchRequest {
        limit = Objects.requireNonNullElse(limit, DEFAULT_LIMIT);
        mode = Objects.requireNonNullElse(mode, Mode.HYBRID);
        waitFor = waitFor == null ? List.of() : List.copyOf(waitFor);
    }

    /// @throws io.memlog.api.http.ProblemException naming every invalid member
    static SearchRequest read(JsonNode body) {
        Caller.current().bind(body, JsonPointers.ROOT);
        return SCHEMA.read(body);
    }

    Tenant tenant() {
        return new Tenant(userId, projectId);
    }

    boolean isExplained() {
        return Boolean.TRUE.equals(explain);
    }

    /// The similarity below which a hit is dropped.
    double requiredSimilarity() {
        return minSimilarity == null ? 0 : minSimilarity;
    }

    /// What a retriever is asked. It is not told the similarity, since hits are judged when they are joined.
    IndexQuery query(int maxHits) {
        return new IndexQuery(
                query,
                userId,
                projectId,
                maxHits,
                0,
                filters == null ? Filters.NONE.toIndexFilters() : filters.toIndexFilters());
    }

    /// How a search finds memories.
    enum Mode implements WireEnum {
        HYBRID,
        VECTOR,
        TEXT,
        GRAPH;

        Set<Retriever> retrievers() {
            return switch (this) {
                case HYBRID -> EnumSet.of(Retriever.VECTOR, Retriever.TEXT, Retriever.GRAPH);
                case VECTOR -> EnumSet.of(Retriever.VECTOR);
                case TEXT -> EnumSet.of(Retriever.TEXT);
                case GRAPH -> EnumSet.of(Retriever.GRAPH);
            };
        }

        boolean findsWords() {
            return this == HYBRID || this == TEXT;
        }
    }

    /// Which memories a search considers.
    record Filters(
            @Nullable String agent,
            @Nullable List<String> tags,
            @Nullable String conversationId,
            @Nullable MemoryDate from,
            @Nullable MemoryDate to) {

        private static final Filters NONE = new Filters(null, null, null, null, null);

        private IndexFilters toIndexFilters() {
            return new IndexFilters(
                    agent,
                    tags == null ? List.of() : tags,
                    conversationId,
                    from == null ? null : from.first(),
                    to == null ? null : to.last());
        }
    }
}
