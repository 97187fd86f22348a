package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TenantIsolationIT {

    private static final String RUN = UUID.randomUUID().toString();

    @ParameterizedTest
    @MethodSource("lookalikes")
    void tenants_with_similar_names_do_not_find_each_others_memories(Tenant one, Tenant other) {
        var ours = stored(one);
        var theirs = stored(other);

        for (var tenant : List.of(one, other)) {
            var tenantGraph = TenantGraph.inSharedNeo4j(tenant);
            var own = tenant.equals(one) ? ours : theirs;
            var expected = own.stream().map(MemoryLog::id).toList();
            assertThat(tenantGraph.byText("SharedName")).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(tenantGraph.byEntities("SharedName")).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(tenantGraph.byEntities("shared")).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(tenantGraph.related(own.getFirst().id(), 3, 100).memories())
                    .extracting(RelatedMemory::memory)
                    .containsExactly(own.getLast().id());
        }
        assertThat(TenantGraph.inSharedNeo4j(one)
                        .related(theirs.getFirst().id(), 3, 100)
                        .memories())
                .isEmpty();
        assertThat(TenantGraph.inSharedNeo4j(one)
                        .related(theirs.getFirst().id(), 3, 100)
                        .entities())
                .isEmpty();
    }

    static Stream<List<Tenant>> pairs() {
        return Stream.of(
                List.of(tenant("anna", "p"), tenant("Anna", "p")),
                List.of(tenant("caf\u00e9", "p"), tenant("cafe\u0301", "p")),
                List.of(tenant("a", "bc"), tenant("ab", "c")),
                List.of(tenant("x", "a b"), tenant("x", "a  b")),
                List.of(tenant("x", "a"), tenant("x", "a ")),
                List.of(tenant("x", "*"), tenant("x", "?")),
                List.of(tenant("x\" OR keys:*", "p"), tenant("x", "p")),
                List.of(tenant("\u0130", "p"), tenant("i\u0307", "p")),
                List.of(tenant("\uff41", "p"), tenant("a", "p")),
                List.of(tenant("👩", "p"), tenant("👩\u200d", "p")),
                List.of(tenant("n\u0000", "p"), tenant("n", "p")),
                List.of(tenant("a/b", "c"), tenant("a", "b/c")));
    }

    static Stream<Arguments> lookalikes() {
        return pairs().map(pair -> Arguments.of(pair.getFirst(), pair.getLast()));
    }

    @Test
    void the_same_id_in_another_tenant_is_another_memory() {
        var one = tenant("one", "p");
        var other = tenant("other", "p");
        var ours = stored(one).getFirst();
        var tenantGraph = TenantGraph.inSharedNeo4j(other);
        var theirs = new MemoryKey(ours.id(), other);

        assertThat(tenantGraph.graph().read(Set.of(theirs))).isEmpty();
        tenantGraph.graph().delete(Map.of(theirs, 9L));

        assertThat(tenantGraph.graph().read(Set.of(ours.key(), theirs)))
                .isEqualTo(Map.of(ours.key(), new StoredVersion.Live(1), theirs, new StoredVersion.Deleted(9)));
        assertThat(TenantGraph.inSharedNeo4j(one).byText("SharedName")).contains(ours.id());
    }

    private static Tenant tenant(String user, String project) {
        return new Tenant(user, project + "-" + RUN + "-" + project);
    }

    private static List<MemoryLog> stored(Tenant tenant) {
        var memories = List.of(
                memory(tenant, "first", "{\"tags\": [\"SharedName\"]}"),
                memory(tenant, "second", "{\"tags\": [\"SharedName\"]}"));
        TenantGraph.inSharedNeo4j(tenant).store(memories.toArray(MemoryLog[]::new));
        return memories;
    }
}
