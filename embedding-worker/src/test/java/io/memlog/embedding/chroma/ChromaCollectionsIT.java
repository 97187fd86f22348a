package io.memlog.embedding.chroma;

import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static io.memlog.embedding.vectors.VectorFixture.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChromaCollectionsIT {

    private final ChromaClient chroma = ChromaFixture.client(ChromaFixture.url());
    private final VectorIndex index = ChromaFixture.index(ChromaFixture.url());
    private final Tenant tenant = Memories.someTenant();
    private final MemoryKey key = new MemoryKey(Memories.someId(), tenant);

    @Test
    void a_collection_uses_cosine_and_names_its_tenant_and_model() {
        index.store(List.of(memory(key, 1, at(0))));

        var collection = chroma.call(api -> api.collection(CollectionSpec.nameOf(tenant)));

        assertThat(collection.configurationJson().at("/hnsw/space").asString()).isEqualTo("cosine");
        assertThat(collection.metadata().path("model").asString()).isEqualTo("m");
        assertThat(collection.metadata().path("dimensions").asInt()).isEqualTo(2);
        assertThat(collection.metadata().path("user_id").asString()).isEqualTo(tenant.userId());
        assertThat(collection.metadata().path("project_id").asString()).isEqualTo(tenant.projectId());
    }

    @Test
    void vectors_of_two_models_are_rejected_with_the_command_to_rebuild() {
        index.store(List.of(memory(key, 1, at(0))));
        var otherModel = ChromaFixture.index(ChromaFixture.url(), "another", 2);

        List<Runnable> uses = List.of(
                () -> otherModel.store(List.of(memory(key, 2, at(0)))),
                () -> otherModel.currentVersions(Set.of(key)),
                () -> otherModel.read(Set.of(key)),
                () -> otherModel.nearest(at(0), query(tenant)));

        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(IndexUnavailableException.class)
                        .hasMessageContaining("holds vectors of m (2), not of another (2)")
                        .hasMessageContaining("POST /sync with {\"operation\":\"rebuild\",\"projection\":\"vector\"}"));
        assertThat(index.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 1L));
    }

    @Test
    void a_purged_memory_can_be_stored_with_another_model() {
        index.store(List.of(memory(key, 1, at(0))));
        var otherModel = ChromaFixture.index(ChromaFixture.url(), "another", 2);

        otherModel.purge(Set.of(key));
        otherModel.store(List.of(memory(key, 2, at(0))));

        assertThat(otherModel.nearest(at(0), query(tenant))).hasSize(1);
    }

    @Test
    void a_collection_with_another_distance_is_not_used() {
        chroma.call(api -> api.create(new ChromaApi.NewCollection(
                CollectionSpec.nameOf(tenant),
                true,
                Map.of("hnsw", Map.of("space", "l2")),
                Map.of("model", "m", "dimensions", 2))));
        var id = chroma.call(api -> api.collection(CollectionSpec.nameOf(tenant)))
                .id();
        chroma.run(api -> api.upsert(
                id, new ChromaApi.Upsert(List.of("1#0"), List.of(at(0)), null, List.of(Map.of("memory", 1)))));

        assertThatThrownBy(() -> index.store(List.of(memory(key, 1, at(0)))))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessageContaining("uses the distance l2 instead of cosine");
    }

    @Test
    void a_dropped_collection_is_created_again() {
        index.store(List.of(memory(key, 1, at(0))));

        chroma.run(api -> api.drop(CollectionSpec.nameOf(tenant)));

        assertThat(index.nearest(at(0), query(tenant))).isEmpty();
        assertThat(index.currentVersions(Set.of(key))).isEmpty();
        index.store(List.of(memory(key, 2, at(0))));
        assertThat(index.nearest(at(0), query(tenant))).hasSize(1);
    }
}
