package io.memlog.embedding.projection;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.contract.Memories;
import io.memlog.consumer.contract.Projections;
import io.memlog.embedding.chroma.ChromaFixture;
import io.memlog.embedding.model.ModelFixture;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.StoredVersion;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.PrecomputedEmbedding;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorProjectionIT {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    private final Tenant tenant = Memories.someTenant();
    private final MemoryId id = Memories.someId();
    private final MemoryKey key = new MemoryKey(id, tenant);
    private final VectorIndex vectors =
            ChromaFixture.index(ChromaFixture.url(), ModelFixture.embedder().model(), 384);
    private final ProjectionHandler<?> index = new VectorProjection(
            new MemoryEmbedder(ModelFixture.memoryText(), ModelFixture.embedder()),
            vectors,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_memory_is_found_by_a_paraphrase_without_a_common_word() {
        apply(
                new MemoryStored(
                        memory(
                                tenant,
                                "Fix duplicate deliveries",
                                "{\"summary\": \"The lease expired before the batch was acknowledged, so messages were sent twice.\"}")),
                new MemoryStored(memory(
                        tenant, "Blue buttons", "{\"summary\": \"The settings page got a new colour scheme.\"}")),
                new MemoryStored(memory(
                        tenant, "Upgrade the linter", "{\"summary\": \"Newer rules, a faster run, less noise.\"}")));

        assertThat(found("why do consumers see an event more than once?")
                        .getFirst()
                        .document())
                .startsWith("Fix duplicate deliveries");
        assertThat(found("look and feel of preferences").getFirst().document()).startsWith("Blue buttons");
    }

    @Test
    void vectors_are_reported_before_the_memory_is_reported_stored() {
        var events = apply(new MemoryStored(story(1, "short")));

        assertThat(events)
                .hasSize(2)
                .first()
                .satisfies(event -> assertThat(event).isInstanceOfSatisfying(EmbeddingGenerated.class, generated -> {
                    assertThat(generated.version()).isEqualTo(1);
                    assertThat(generated.vectors())
                            .singleElement()
                            .satisfies(vector -> assertThat(vector.dimensions()).isEqualTo(384));
                }));
        assertThat(events.getLast()).isEqualTo(new ProjectionStored(Projection.VECTOR, key, 1, NOW));
    }

    @Test
    void applying_twice_has_the_effect_of_once_and_reports_the_same() {
        var change = new MemoryStored(story(1, "one sentence. ".repeat(300)));

        var first = apply(change);
        var second = apply(change);

        assertThat(second).isEqualTo(first);
        assertThat(found("one sentence")).hasSize(1);
        assertThat(index.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 1L));
    }

    @Test
    void vectors_that_are_too_large_for_a_message_are_not_reported() {
        var wide = new WideEmbedder(6144);
        var wideVectors = ChromaFixture.index(ChromaFixture.url(), wide.model(), wide.dimensions());
        var wideIndex = new VectorProjection(
                new MemoryEmbedder(ModelFixture.memoryText(), wide), wideVectors, Clock.fixed(NOW, ZoneOffset.UTC));
        var change = new MemoryStored(story(1, "Every sentence is about something else. ".repeat(5_000)));

        var events = Projections.apply(wideIndex, List.of(change));

        assertThat(wide.embedded * wide.dimensions()).isGreaterThan(300_000);
        assertThat(events).containsExactly(new ProjectionStored(Projection.VECTOR, key, 1, NOW));
        assertThat(wideIndex.reportStored(Map.of(key, 1L))).isEqualTo(events);
    }

    @Test
    void an_update_with_fewer_chunks_removes_the_others() {
        apply(new MemoryStored(story(1, "The crocodile sleeps by the river. ".repeat(400))));
        var events = apply(new MemoryUpdated(story(2, "A short note about invoices.")));

        assertThat(generated(events).vectors()).hasSize(1);
        assertThat(found("crocodile"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.document()).doesNotContain("crocodile"));
    }

    @Test
    void a_late_update_does_not_restore_a_deleted_memory() {
        apply(new MemoryStored(story(1, "secret")));

        assertThat(apply(new MemoryDeleted(id, tenant.userId(), tenant.projectId(), 3, NOW)))
                .containsExactly(new ProjectionDeleted(Projection.VECTOR, key, 3, NOW));
        assertThat(apply(new MemoryUpdated(story(2, "secret"))))
                .containsExactly(new ProjectionDeleted(Projection.VECTOR, key, 3, NOW));

        assertThat(found("secret")).isEmpty();
        assertThat(index.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 3L));
    }

    @Test
    void a_batch_of_several_tenants_changes_each_of_them() {
        var other = Memories.someTenant();
        var gone = memory(other, "gone", "{}");
        apply(new MemoryStored(gone));

        var events = apply(
                new MemoryStored(story(1, "tea")),
                new MemoryDeleted(gone.id(), other.userId(), other.projectId(), 2, NOW),
                new MemoryStored(memory(other, "coffee", "{}")));

        assertThat(events).hasSize(5);
        assertThat(found("tea")).extracting(IndexHit::memory).containsExactly(id);
        assertThat(foundBy(other, "tea")).extracting(IndexHit::document).containsExactly("coffee");
    }

    @Test
    void stored_and_deleted_memories_are_reported_again_from_the_store() {
        var deleted = new MemoryKey(Memories.someId(), tenant);
        var stored = generated(apply(new MemoryStored(story(4, "tea. ".repeat(700)))));
        apply(new MemoryDeleted(deleted.id(), tenant.userId(), tenant.projectId(), 9, NOW));

        var events = index.reportStored(Map.of(key, 4L, deleted, 9L));

        assertThat(events)
                .hasSize(3)
                .contains(
                        new ProjectionStored(Projection.VECTOR, key, 4, NOW),
                        new ProjectionDeleted(Projection.VECTOR, deleted, 9, NOW));
        assertThat(generated(events).vectors()).hasSameSizeAs(stored.vectors());
        assertThat(events.stream().filter(event -> event.key().equals(key)).toList())
                .first()
                .isInstanceOf(EmbeddingGenerated.class);
    }

    @Test
    void precomputed_vectors_are_used() {
        var precomputed = new PrecomputedEmbedding(
                ModelFixture.embedder().model() + EmbeddedMemory.TEXT_REVISION,
                ModelFixture.embedder().embedPassages(List.of("an earlier text")));

        var events = Projections.apply(index, List.of(new MemoryStored(story(1, "tea"))), Map.of(key, precomputed));

        assertThat(generated(events).vectors()).isEqualTo(precomputed.vectors());
        assertThat(vectors.read(Set.of(key)))
                .isEqualTo(Map.of(key, new StoredVersion.Live(1, precomputed.model(), precomputed.vectors())));
    }

    @Test
    void precomputed_vectors_of_another_model_or_other_chunks_are_ignored() {
        var ours = ModelFixture.embedder().model() + EmbeddedMemory.TEXT_REVISION;
        var vector = ModelFixture.embedder()
                .embedPassages(List.of("an earlier text"))
                .getFirst();
        var story = new MemoryStored(story(1, "tea"));
        var expected = generated(apply(story)).vectors();

        for (var precomputed : List.of(
                new PrecomputedEmbedding("other", List.of(vector)),
                new PrecomputedEmbedding(ModelFixture.embedder().model(), List.of(vector)),
                new PrecomputedEmbedding(ours, List.of(vector, vector)),
                new PrecomputedEmbedding(ours, List.of(Embedding.of(new float[] {1, 2}))))) {
            assertThat(generated(Projections.apply(index, List.of(story), Map.of(key, precomputed)))
                            .vectors())
                    .isEqualTo(expected);
        }
    }

    @Test
    void an_unknown_memory_is_not_reported() {
        assertThat(index.reportStored(Map.of(key, 1L))).isEmpty();
    }

    @Test
    void a_purged_memory_leaves_nothing() {
        apply(new MemoryStored(story(1, "secret")));

        index.purge(Set.of(key));

        assertThat(found("secret")).isEmpty();
        assertThat(index.currentVersions(Set.of(key))).isEmpty();
    }

    private MemoryLog story(long version, String summary) {
        return memory(id, version, tenant, "a story", "{\"summary\": \"" + summary + "\"}");
    }

    private List<ProjectionEvent> apply(MemoryChange... changes) {
        return Projections.apply(index, List.of(changes));
    }

    private static EmbeddingGenerated generated(List<ProjectionEvent> events) {
        return events.stream()
                .filter(EmbeddingGenerated.class::isInstance)
                .map(EmbeddingGenerated.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private List<IndexHit> found(String query) {
        return foundBy(tenant, query);
    }

    private List<IndexHit> foundBy(Tenant asking, String query) {
        return vectors.nearest(
                ModelFixture.embedder().embedQuery(query), VectorFixture.query(asking, 10, 0, IndexFilters.NONE));
    }
}
