package io.memlog.api.memory.search;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.topic.Projection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A search as a client asks for it.
///
/// @param waitFor memories that are to be searchable before the indexes are asked
record SearchRequest(
        String query,
        Tenant tenant,
        int limit,
        double minSimilarity,
        SearchMode mode,
        List<MemoryId> waitFor,
        IndexFilters filters) {

    private static final Set<String> MEMBERS =
            Set.of("query", "user_id", "project_id", "limit", "min_similarity", "mode", "wait_for", "filters");
    private static final Set<String> FILTERS = Set.of("agent", "tags", "conversation_id", "from", "to");
    private static final int LONGEST_QUERY = 8192;
    private static final int LONGEST_ID = 256;
    private static final int MOST_HITS = 100;
    private static final int USUAL_HITS = 10;
    private static final int MOST_TAGS = 100;
    private static final int LONGEST_TAG = 8192;
    private static final int MOST_AWAITED = 1000;

    /// @throws io.memlog.api.http.ProblemException naming every wrong member
    static SearchRequest read(JsonNode body) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var query = fields.requiredText("query", LONGEST_QUERY);
        var user = fields.requiredText("user_id", LONGEST_ID);
        var project = fields.requiredText("project_id", LONGEST_ID);
        var limit = fields.wholeNumber("limit", 1, MOST_HITS, USUAL_HITS);
        var minSimilarity = fields.number("min_similarity", 0, 1);
        var mode = mode(fields);
        var waitFor = fields.ids("wait_for", MOST_AWAITED);
        var filters = filters(fields.within("filters").only(FILTERS));
        fields.rejectIfWrong();
        return new SearchRequest(
                query,
                new Tenant(user, project),
                limit,
                minSimilarity == null ? 0 : minSimilarity.doubleValue(),
                mode,
                waitFor.stream().map(MemoryId::new).toList(),
                filters);
    }

    /// The indexes that the search looks into.
    Stream<Projection> projections() {
        return Arrays.stream(Retriever.values())
                .filter(mode::asks)
                .map(Retriever::projection)
                .distinct();
    }

    private static SearchMode mode(JsonObjectReader fields) {
        var name = fields.text("mode", LONGEST_ID);
        if (name == null) {
            return SearchMode.HYBRID;
        }
        return SearchMode.parse(name).orElseGet(() -> {
            fields.report("mode", "is to be one of " + SearchMode.names());
            return SearchMode.HYBRID;
        });
    }

    private static IndexFilters filters(JsonObjectReader fields) {
        var agent = fields.text("agent", LONGEST_ID);
        var tags = fields.texts("tags", MOST_TAGS, LONGEST_TAG);
        var conversation = fields.text("conversation_id", LONGEST_ID);
        var from = fields.date("from");
        var to = fields.date("to");
        return new IndexFilters(
                agent, tags, conversation, from == null ? null : from.first(), to == null ? null : to.last());
    }
}
