package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tenant and the filters of a query, in Lucene's and Cypher's syntax.
final class MemoryFilter {

    /// The condition on a node `m`, with the parameters of [#parameters].
    static final String CONDITION = """
            ($agent IS NULL OR m.agent = $agent)
            AND ($conversation IS NULL OR m.conversation = $conversation)
            AND ($from IS NULL OR m.last >= $from)
            AND ($to IS NULL OR m.first <= $to)
            AND all(tag IN $tags WHERE tag IN m.tags)
            """;

    private MemoryFilter() {}

    /// Required clauses, which do not contribute to the score.
    static String clauses(Tenant tenant, IndexFilters filters) {
        var clauses = new StringBuilder(tenantClause(tenant));
        if (filters.agent() != null) {
            clauses.append(keyClause(MemoryProperties.AGENT, filters.agent()));
        }
        if (filters.conversationId() != null) {
            clauses.append(keyClause(MemoryProperties.CONVERSATION, filters.conversationId()));
        }
        filters.tags().stream().distinct().forEach(tag -> clauses.append(keyClause(MemoryProperties.TAG, tag)));
        if (filters.from() != null) {
            clauses.append("+last:[%s TO *]^0 ".formatted(MemoryProperties.sortableTime(filters.from())));
        }
        if (filters.to() != null) {
            clauses.append("+first:[* TO %s]^0 ".formatted(MemoryProperties.sortableTime(filters.to())));
        }
        return clauses.toString();
    }

    static String tenantClause(Tenant tenant) {
        return keyClause(MemoryProperties.TENANT, NodeKeys.tenant(tenant));
    }

    static Map<String, @Nullable Object> parameters(IndexFilters filters) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("agent", filters.agent());
        parameters.put("conversation", filters.conversationId());
        parameters.put("tags", filters.tags());
        parameters.put("from", filters.from() == null ? null : MemoryProperties.sortableTime(filters.from()));
        parameters.put("to", filters.to() == null ? null : MemoryProperties.sortableTime(filters.to()));
        return parameters;
    }

    private static String keyClause(char kind, String value) {
        return "+keys:" + NodeKeys.word(kind, value) + "^0 ";
    }
}
