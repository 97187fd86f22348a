package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tenant and filters as the store understands them, in Lucene and in Cypher.
final class MemoryFilter {

    /// The condition on a node `m`; [#parameters] are its parameters.
    static final String CONDITION = """
            ($agent IS NULL OR m.agent = $agent)
            AND ($conversation IS NULL OR m.conversation = $conversation)
            AND ($from IS NULL OR m.last >= $from)
            AND ($to IS NULL OR m.first <= $to)
            AND all(tag IN $tags WHERE tag IN m.tags)
            """;

    private MemoryFilter() {}

    /// Clauses that every hit must fulfil; they add nothing to its score.
    static String clauses(Tenant tenant, IndexFilters filters) {
        var clauses = new StringBuilder(tenantClause(tenant));
        if (filters.agent() != null) {
            clauses.append(key(MemoryProperties.AGENT, filters.agent()));
        }
        if (filters.conversationId() != null) {
            clauses.append(key(MemoryProperties.CONVERSATION, filters.conversationId()));
        }
        filters.tags().stream().distinct().forEach(tag -> clauses.append(key(MemoryProperties.TAG, tag)));
        if (filters.from() != null) {
            clauses.append("+last:[").append(Timestamps.text(filters.from())).append(" TO *]^0 ");
        }
        if (filters.to() != null) {
            clauses.append("+first:[* TO ")
                    .append(Timestamps.text(filters.to()))
                    .append("]^0 ");
        }
        return clauses.toString();
    }

    static String tenantClause(Tenant tenant) {
        return key(MemoryProperties.TENANT, NodeKeys.tenant(tenant));
    }

    static Map<String, @Nullable Object> parameters(IndexFilters filters) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("agent", filters.agent());
        parameters.put("conversation", filters.conversationId());
        parameters.put("tags", filters.tags());
        parameters.put("from", filters.from() == null ? null : Timestamps.text(filters.from()));
        parameters.put("to", filters.to() == null ? null : Timestamps.text(filters.to()));
        return parameters;
    }

    private static String key(char kind, String value) {
        return "+keys:" + NodeKeys.word(kind, value) + "^0 ";
    }
}
