package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Conditions on metadata in Chroma's filter syntax.
final class ChromaFilter {

    private ChromaFilter() {}

    static Map<String, Object> tenant(Tenant tenant) {
        return Map.of(
                "$and",
                List.of(
                        Map.of(CollectionSpec.USER, Map.of("$eq", tenant.userId())),
                        Map.of(CollectionSpec.PROJECT, Map.of("$eq", tenant.projectId()))));
    }

    static Map<String, Object> of(Set<MemoryId> memories) {
        return Map.of(
                RecordMetadata.MEMORY,
                Map.of("$in", memories.stream().map(MemoryId::value).toList()));
    }

    /// The filters as one condition, or null when there are none: Chroma accepts neither an empty condition
    /// nor two side by side.
    static @Nullable Map<String, Object> of(IndexFilters filters) {
        List<Map<String, Object>> conditions = new ArrayList<>();
        if (filters.agent() != null) {
            conditions.add(Map.of(RecordMetadata.AGENT, Map.of("$eq", filters.agent())));
        }
        if (filters.conversationId() != null) {
            conditions.add(Map.of(RecordMetadata.CONVERSATION, Map.of("$eq", filters.conversationId())));
        }
        filters.tags().forEach(tag -> conditions.add(Map.of(RecordMetadata.tag(tag), Map.of("$eq", true))));
        if (filters.from() != null) {
            conditions.add(Map.of(RecordMetadata.DATE_TO, Map.of("$gte", RecordMetadata.micros(filters.from()))));
        }
        if (filters.to() != null) {
            conditions.add(Map.of(RecordMetadata.DATE_FROM, Map.of("$lte", RecordMetadata.micros(filters.to()))));
        }
        return switch (conditions.size()) {
            case 0 -> null;
            case 1 -> conditions.getFirst();
            default -> Map.of("$and", conditions);
        };
    }
}
