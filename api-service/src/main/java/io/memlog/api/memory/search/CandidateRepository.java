package io.memlog.api.memory.search;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads what ranking needs, without the states of the memories, which may be large.
@Component
record CandidateRepository(DSLContext sql) {

    /// Names are compared after the limit: as a condition before it, they make the planner read whole conversations.
    private static final String NEIGHBOUR = """
            (select case when other.user_id = this.user_id and other.project_id = this.project_id
                              and other.conversation_id = this.conversation_id then other.memory_id end
             from memory_log as other
             where conversation_hash(other.user_id, other.project_id, other.conversation_id)
                       = conversation_hash(this.user_id, this.project_id, this.conversation_id)
               and other.memory_id %s this.memory_id
               and other.conversation_id is not null and other.deleted_at is null
             order by other.memory_id %s
             limit 1)""";

    private static final String FIND = """
            select memory_id, agent, conversation_id,
                   case when ? and conversation_id is not null then %s end as predecessor,
                   case when ? and conversation_id is not null then %s end as successor
            from memory_log as this
            where memory_id = any (?) and user_id = ? and project_id = ? and deleted_at is null
            """.formatted(NEIGHBOUR.formatted("<", "desc"), NEIGHBOUR.formatted(">", "asc"));

    /// Those of the given memories that belong to the tenant and are not deleted, with their neighbours where they are
    /// asked for.
    Map<MemoryId, Candidate> find(Tenant tenant, Collection<MemoryId> ids, boolean withNeighbours) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<MemoryId, Candidate> found = new HashMap<>();
        sql.fetch(
                        FIND,
                        withNeighbours,
                        withNeighbours,
                        ids.stream().map(MemoryId::value).toArray(Long[]::new),
                        tenant.userId(),
                        tenant.projectId())
                .forEach(row -> found.put(
                        new MemoryId(row.get("memory_id", Long.class)),
                        new Candidate(
                                row.get("agent", String.class),
                                row.get("conversation_id", String.class),
                                id(row, "predecessor"),
                                id(row, "successor"))));
        return found;
    }

    private static @Nullable MemoryId id(Record row, String column) {
        var value = row.get(column, Long.class);
        return value == null ? null : new MemoryId(value);
    }
}
