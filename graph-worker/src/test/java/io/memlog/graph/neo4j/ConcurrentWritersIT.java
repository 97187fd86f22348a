package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrentWritersIT {

    private static final int ROUNDS = 8;
    private static final int MEMORIES = 40;

    private final Tenant tenant = Memories.someTenant();
    private final TenantGraph tenantGraph = TenantGraph.inSharedNeo4j(tenant);

    @Test
    void two_writers_of_the_same_entities_in_opposite_order_lose_no_relation() throws Exception {
        List<MemoryId> stored = Collections.synchronizedList(new ArrayList<>());

        together(writer -> {
            var names = names();
            var memories = IntStream.range(0, MEMORIES)
                    .mapToObj(_ -> memory(tenant, "task", tags(writer == 0 ? names : names.reversed())))
                    .map(GraphMemory::of)
                    .toList();
            tenantGraph.graph().store(writer == 0 ? memories : memories.reversed());
            memories.forEach(memory -> stored.add(memory.memory().id()));
        });

        assertThat(stored).hasSize(2 * ROUNDS * MEMORIES);
        assertThat(TestGraphs.entityNames(tenant, "tag")).containsExactlyInAnyOrderElementsOf(names());
        assertThat(TestGraphs.run(
                        "MATCH (m:Memory)-[:TAGGED]->(e:Entity) WHERE m.id IN $ids RETURN e.name AS name, count(m) AS count",
                        Map.of("ids", stored.stream().map(MemoryId::value).toList())))
                .hasSize(names().size())
                .allSatisfy(row -> assertThat(row.get("count").asInt()).isEqualTo(stored.size()));
    }

    @Test
    void an_entity_that_one_writer_orphans_and_another_mentions_is_kept() throws Exception {
        var ids = List.of(Memories.someId(), Memories.someId());

        together((writer, round) -> {
            var raw = (round + writer) % 2 == 0 ? tags(names()) : "{}";
            tenantGraph.store(memory(ids.get(writer), round + 1, tenant, "task", raw));
        });

        var last = ids.get((ROUNDS - 1) % 2 == 0 ? 0 : 1);
        assertThat(tenantGraph.related(last, 1, 100).entities())
                .extracting(entity -> entity.name())
                .containsAll(names());
    }

    @Test
    void of_two_concurrent_versions_the_newer_is_stored() throws Exception {
        var id = Memories.someId();

        together((writer, round) -> tenantGraph.store(memory(
                id,
                2L * round + writer + 1,
                tenant,
                "task",
                "{\"tags\": [\"Version" + (2 * round + writer + 1) + "\"]}")));

        var newest = 2 * ROUNDS;
        assertThat(tenantGraph.graph().read(Set.of(new MemoryKey(id, tenant))).values())
                .singleElement()
                .satisfies(stored -> assertThat(stored.version()).isEqualTo(newest));
        assertThat(TestGraphs.entityNames(tenant, "tag")).containsExactly("Version" + newest);
    }

    private static List<String> names() {
        return IntStream.range(0, 40).mapToObj(i -> "SharedThing" + i).toList();
    }

    private static String tags(List<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ", "{\"tags\": [", "]}"));
    }

    private static void together(IntConsumer work) throws Exception {
        together((writer, _) -> work.accept(writer));
    }

    /// Two threads that begin each round at the same moment.
    private static void together(Work work) throws Exception {
        var barrier = new CyclicBarrier(2);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = IntStream.range(0, 2)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> rounds(writer, barrier, work), writers))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(both).get(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void rounds(int writer, CyclicBarrier barrier, Work work) {
        for (var round = 0; round < ROUNDS; round++) {
            try {
                barrier.await(1, TimeUnit.MINUTES);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            work.in(writer, round);
        }
    }

    @FunctionalInterface
    private interface Work {

        void in(int writer, int round);
    }
}
