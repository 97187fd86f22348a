package io.memlog.graph;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.contract.Memories;
import io.memlog.consumer.contract.Projections;
import io.memlog.graph.neo4j.Neo4jMemoryGraph;
import io.memlog.graph.neo4j.SharedNeo4j;
import io.memlog.graph.neo4j.TestGraphs;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphProjectionIT {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    private final Tenant tenant = Memories.someTenant();
    private final MemoryId id = Memories.someId();
    private final MemoryKey key = new MemoryKey(id, tenant);
    private final Neo4jMemoryGraph graph = TestGraphs.on(SharedNeo4j.uri());
    private final ProjectionHandler<?> index = new GraphProjection(graph, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_stored_memory_is_reported_and_immediately_found() {
        var progress = apply(new MemoryStored(story(1, "RelayLease", "relay.sql")));

        assertThat(progress).containsExactly(new ProjectionStored(Projection.GRAPH, key, 1, NOW));
        assertThat(found("relaylease")).singleElement().satisfies(hit -> {
            assertThat(hit.memory()).isEqualTo(id);
            assertThat(hit.version()).isEqualTo(1);
            assertThat(hit.document())
                    .startsWith("a story")
                    .contains("RelayLease")
                    .contains("relay.sql");
            assertThat(hit.distance()).isNull();
        });
        assertThat(index.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 1L));
    }

    @Test
    void applying_a_change_twice_has_the_same_effect_and_events_as_once() {
        var change = new MemoryStored(story(1, "RelayLease", "relay.sql"));

        var first = apply(change);
        var entities = related().entities();

        assertThat(apply(change)).isEqualTo(first);
        assertThat(found("relaylease")).hasSize(1);
        assertThat(related().entities()).isEqualTo(entities).doesNotHaveDuplicates();
    }

    @Test
    void an_older_version_does_not_overwrite_a_newer_one() {
        apply(new MemoryUpdated(story(3, "FreshPlan", "new.sql")));

        var progress = apply(new MemoryUpdated(story(2, "OldRoad", "old.sql")));

        assertThat(progress).containsExactly(new ProjectionStored(Projection.GRAPH, key, 3, NOW));
        assertThat(found("OldRoad")).isEmpty();
        assertThat(names()).contains("FreshPlan", "new.sql").doesNotContain("OldRoad", "old.sql");
    }

    @Test
    void an_update_deletes_stale_relations_and_orphaned_entities() {
        var other = memory(tenant, "other", "{\"summary\": \"KeptByAnother\"}");
        apply(new MemoryStored(other), new MemoryStored(story(1, "OldRoad KeptByAnother", "old.sql")));

        apply(new MemoryUpdated(story(2, "FreshPlan", "new.sql")));

        assertThat(names()).contains("FreshPlan", "new.sql").doesNotContain("OldRoad", "old.sql", "KeptByAnother");
        assertThat(byName("OldRoad")).isEmpty();
        assertThat(byName("KeptByAnother")).extracting(IndexHit::memory).containsExactly(other.id());
        assertThat(TestGraphs.entityNames(tenant)).contains("KeptByAnother").doesNotContain("OldRoad", "old.sql");
    }

    @Test
    void applying_the_same_version_repairs_a_damaged_memory() {
        var change = new MemoryStored(story(1, "RelayLease", "relay.sql"));
        apply(change);
        TestGraphs.run(
                "MATCH (m:Memory {id: $id})-[r]->() DELETE r SET m.document = 'broken'", Map.of("id", id.value()));

        apply(change);

        assertThat(names()).contains("RelayLease", "relay.sql");
        assertThat(found("RelayLease")).hasSize(1);
    }

    @Test
    void a_deleted_memory_leaves_a_tombstone_with_its_version() {
        apply(new MemoryStored(story(1, "secret", "secret.sql")));

        var progress = apply(deleted(2));

        assertThat(progress).containsExactly(new ProjectionDeleted(Projection.GRAPH, key, 2, NOW));
        assertThat(index.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 2L));
        assertThat(found("secret")).isEmpty();
        assertThat(byName("secret.sql")).isEmpty();
        assertThat(related()).isEqualTo(new RelatedHits(List.of(), List.of()));
        assertThat(TestGraphs.run("MATCH (n:Record {id: $id}) RETURN properties(n) AS left", Map.of("id", id.value())))
                .singleElement()
                .satisfies(row -> assertThat(row.get("left").asMap())
                        .containsOnlyKeys("key", "id", "version", "user", "project"));
        assertThat(TestGraphs.entityNames(tenant)).isEmpty();
    }

    @Test
    void a_late_update_does_not_restore_a_deleted_memory() {
        apply(new MemoryStored(story(1, "secret", "secret.sql")));
        apply(deleted(3));

        assertThat(apply(new MemoryUpdated(story(2, "secret", "secret.sql"))))
                .containsExactly(new ProjectionDeleted(Projection.GRAPH, key, 3, NOW));
        assertThat(apply(new MemoryUpdated(story(3, "secret", "secret.sql"))))
                .containsExactly(new ProjectionDeleted(Projection.GRAPH, key, 3, NOW));

        assertThat(found("secret")).isEmpty();
        assertThat(index.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 3L));
    }

    @Test
    void a_late_deletion_does_not_delete_a_newer_version() {
        apply(new MemoryUpdated(story(5, "RelayLease", "relay.sql")));

        assertThat(apply(deleted(4))).containsExactly(new ProjectionStored(Projection.GRAPH, key, 5, NOW));

        assertThat(found("RelayLease")).hasSize(1);
    }

    @Test
    void a_purged_memory_leaves_no_trace() {
        var gone = new MemoryKey(Memories.someId(), tenant);
        apply(new MemoryStored(story(1, "secret", "secret.sql")));
        apply(new MemoryDeleted(gone.id(), tenant.userId(), tenant.projectId(), 2, NOW));

        index.purge(Set.of(key, gone, new MemoryKey(Memories.someId(), tenant)));

        assertThat(index.currentVersions(Set.of(key, gone))).isEmpty();
        assertThat(found("secret")).isEmpty();
        assertThat(TestGraphs.entityNames(tenant)).isEmpty();
    }

    @Test
    void stored_versions_and_tombstones_are_reported_from_the_store() {
        var gone = new MemoryKey(Memories.someId(), tenant);
        var unknown = new MemoryKey(Memories.someId(), tenant);
        apply(new MemoryStored(story(4, "RelayLease", "relay.sql")));
        apply(new MemoryDeleted(gone.id(), tenant.userId(), tenant.projectId(), 9, NOW));

        assertThat(index.reportStored(Map.of(key, 4L, gone, 9L, unknown, 1L)))
                .containsExactlyInAnyOrder(
                        new ProjectionStored(Projection.GRAPH, key, 4, NOW),
                        new ProjectionDeleted(Projection.GRAPH, gone, 9, NOW));
    }

    @Test
    void a_relation_has_the_version_and_time_of_its_memory() {
        apply(new MemoryStored(story(7, "RelayLease", "relay.sql")));

        assertThat(TestGraphs.run(
                        "MATCH (:Memory {id: $id})-[r:TOUCHES]->(:Entity:File) RETURN properties(r) AS said",
                        Map.of("id", id.value())))
                .singleElement()
                .satisfies(row -> assertThat(row.get("said").asMap())
                        .containsEntry("version", 7L)
                        .containsEntry(
                                "at", Instant.parse("2026-01-02T03:04:05Z").atZone(ZoneOffset.UTC)));
    }

    private MemoryLog story(long version, String summary, String file) {
        return memory(
                id,
                version,
                tenant,
                "a story",
                "{\"summary\": \"" + summary + "\", \"files_touched\": [\"" + file + "\"]}");
    }

    private MemoryDeleted deleted(long version) {
        return new MemoryDeleted(id, tenant.userId(), tenant.projectId(), version, NOW);
    }

    private List<ProjectionEvent> apply(MemoryChange... changes) {
        return Projections.apply(index, List.of(changes));
    }

    private List<IndexHit> found(String words) {
        return graph.byText(query(words));
    }

    private List<IndexHit> byName(String name) {
        return graph.byEntities(query(name));
    }

    private IndexQuery query(String words) {
        return new IndexQuery(words, tenant.userId(), tenant.projectId(), 10, 0, IndexFilters.NONE);
    }

    private RelatedHits related() {
        return graph.related(new RelatedQuery(id, tenant.userId(), tenant.projectId(), 1, 50));
    }

    private List<String> names() {
        return related().entities().stream()
                .map(RelatedHits.RelatedEntity::name)
                .toList();
    }
}
