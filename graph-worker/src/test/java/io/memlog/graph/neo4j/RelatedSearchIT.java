package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.RelatedHits.RelatedEntity;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelatedSearchIT {

    private final Tenant tenant = Memories.someTenant();
    private final TenantGraph tenantGraph = TenantGraph.inSharedNeo4j(tenant);

    @Test
    void memories_with_a_shared_file_are_related_and_rarer_files_rank_first() {
        var start = touching("start", "a/Rare.java", "a/Common.java");
        var rare = touching("rare", "a/Rare.java");
        var common = touching("common one", "a/Common.java");
        tenantGraph.store(
                start, rare, common, touching("common two", "a/Common.java"), touching("other", "b/Else.java"));
        tenantGraph.store(touching("common three", "a/Common.java"), touching("common four", "a/Common.java"));

        var related = tenantGraph.related(start.id(), 1, 10).memories();

        assertThat(related.getFirst().memory()).isEqualTo(rare.id());
        assertThat(related.getFirst().task()).isEqualTo("rare");
        assertThat(related.getFirst().via()).startsWith("a/Rare.java");
        assertThat(related)
                .filteredOn(memory -> memory.memory().equals(common.id()))
                .singleElement()
                .satisfies(memory -> assertThat(memory.via()).contains("a/Common.java"));
        assertThat(related)
                .extracting(RelatedMemory::memory)
                .doesNotContain(start.id())
                .doesNotHaveDuplicates();
    }

    @Test
    void the_depth_limits_the_length_of_the_path() {
        var first = tagged("AlphaThing");
        var second = tagged("AlphaThing", "BetaThing");
        var third = tagged("BetaThing", "GammaThing");
        var fourth = tagged("GammaThing");
        tenantGraph.store(first, second, third, fourth);

        assertThat(tenantGraph.related(first.id(), 1, 10).memories())
                .extracting(RelatedMemory::memory)
                .containsExactly(second.id());
        assertThat(tenantGraph.related(first.id(), 2, 10).memories())
                .extracting(RelatedMemory::memory)
                .containsExactly(second.id(), third.id());
        assertThat(tenantGraph.related(first.id(), 3, 10).memories())
                .extracting(RelatedMemory::memory)
                .containsExactly(second.id(), third.id(), fourth.id());
        assertThat(tenantGraph.related(first.id(), 3, 1).memories()).hasSize(1);
    }

    @Test
    void the_entities_of_the_memory_come_with_their_relation() {
        var start = touching("GH-12: start", "a/Rare.java");
        tenantGraph.store(start);

        assertThat(tenantGraph.related(start.id(), 1, 50).entities())
                .contains(
                        new RelatedEntity("file", "a/Rare.java", "touches"),
                        new RelatedEntity("folder", "a", "works_in"),
                        new RelatedEntity("issue", "GH-12", "refers_to"),
                        new RelatedEntity("agent", "tester", "done_by"),
                        new RelatedEntity("user", tenant.userId(), "owned_by"));
        assertThat(tenantGraph.related(start.id(), 1, 2).entities()).hasSize(2);
    }

    @Test
    void an_entity_of_all_memories_does_not_relate_them() {
        var start = tagged("RareThing", "everywhere");
        var kin = tagged("RareThing", "everywhere");
        tenantGraph.store(start, kin);
        for (var batch = 0; batch < 4; batch++) {
            tenantGraph.store(
                    IntStream.range(0, 250).mapToObj(_ -> tagged("everywhere")).toArray(MemoryLog[]::new));
        }

        var related = tenantGraph.related(start.id(), 3, 20).memories();

        assertThat(related.getFirst().memory()).isEqualTo(kin.id());
        assertThat(related.getFirst().via()).first().isEqualTo("RareThing");
        assertThat(related).hasSizeLessThanOrEqualTo(20);
    }

    private MemoryLog touching(String task, String... files) {
        return memory(
                Memories.someId(),
                1,
                tenant,
                task,
                "{\"files_touched\": [\"" + String.join("\", \"", files) + "\"]}",
                "tester",
                "2026-01-02",
                "conversation of " + task);
    }

    private MemoryLog tagged(String... tags) {
        var id = Memories.someId();
        return memory(
                id,
                1,
                tenant,
                "task " + id,
                "{\"tags\": [\"" + String.join("\", \"", tags) + "\"]}",
                "agent " + id,
                "2026-01-02",
                "conversation " + id);
    }
}
