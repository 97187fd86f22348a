package io.memlog.embedding.chroma;

import static io.memlog.embedding.chroma.RecordEditor.nulls;
import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static io.memlog.schemas.inventory.EntryState.DAMAGED;
import static io.memlog.schemas.inventory.EntryState.DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.contract.InventoryContract;
import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChromaInventoryIT extends InventoryContract {

    private static final ChromaClient CHROMA = ChromaFixture.client(ChromaFixture.url());

    private final VectorIndex index = ChromaFixture.index(ChromaFixture.url());
    private final ProjectionInventory inventory =
            new ChromaInventory(CHROMA, VectorFixture.MODEL, VectorFixture.DIMENSIONS);

    @Override
    protected ProjectionInventory inventory() {
        return inventory;
    }

    /// Each memory has as many chunks as its version.
    @Override
    protected void store(Map<MemoryKey, Long> versions) {
        index.store(versions.entrySet().stream()
                .map(entry -> memory(
                        entry.getKey(),
                        entry.getValue(),
                        Collections.nCopies(entry.getValue().intValue(), at(0))))
                .toList());
    }

    @Override
    protected void delete(Map<MemoryKey, Long> versions) {
        index.delete(versions);
    }

    @Override
    protected void purge(Set<MemoryKey> memories) {
        index.purge(memories);
    }

    static Stream<Corruption> corruptions() {
        return Stream.of(
                corruption("no first chunk", 0, records -> records.delete("#0")),
                corruption("no chunk in the middle", 3, records -> records.delete("#1")),
                corruption("no last chunk", 3, records -> records.delete("#2")),
                corruption("an extra chunk", 3, records -> records.set("#3", Map.of("chunk", 3, "chunks", 3))),
                corruption("a chunk of an older version", 3, records -> records.set("#1", Map.of("version", 2))),
                corruption("a chunk of a newer version", 3, records -> records.set("#2", Map.of("version", 4))),
                corruption("a first chunk of an older version", 2, records -> records.set("#0", Map.of("version", 2))),
                corruption("no version", 0, records -> records.set("#0", nulls("version"))),
                corruption(
                        "a version that is not a number", 0, records -> records.set("#0", Map.of("version", "three"))),
                corruption("the id of another memory", 3, records -> records.set("#1", Map.of("memory", 1))),
                corruption("no memory id", 3, records -> records.set("#1", nulls("memory"))),
                corruption("another number of chunks", 3, records -> records.set("#1", Map.of("chunks", 2))),
                corruption("no number of chunks", 3, records -> records.set("#0", nulls("chunks"))),
                corruption("the index of another chunk", 3, records -> records.set("#1", Map.of("chunk", 2))),
                corruption("vectors of another model", 3, records -> records.set("#1", Map.of("model", "other"))),
                corruption(
                        "no metadata",
                        0,
                        records -> records.set(
                                "#0",
                                nulls(
                                        "memory",
                                        "version",
                                        "chunk",
                                        "chunks",
                                        "model",
                                        "task",
                                        "date",
                                        "date_from",
                                        "date_to"))),
                corruption("a malformed record id", 3, records -> records.set("#03", Map.of("version", 3))));
    }

    @Test
    void a_memory_that_is_both_stored_and_deleted_is_damaged() {
        index.delete(Map.of(key, 2L));
        new RecordEditor(CHROMA, key)
                .set("#0", Map.of("memory", id(key), "version", 1, "chunk", 0, "chunks", 1, "model", "m"));

        assertThat(memories().entries()).containsExactly(entry(key, 1, DAMAGED));
    }

    @Test
    void a_tombstone_without_its_version_is_damaged() {
        index.delete(Map.of(key, 2L));
        CHROMA.run(api -> api.upsert(
                api.collection("memlog-deleted").id(),
                new ChromaApi.Upsert(
                        List.of(key.id() + "#" + CollectionSpec.nameOf(tenant)),
                        List.of(Embedding.of(new float[] {1})),
                        null,
                        List.of(nulls("version")))));

        assertThat(memories().entries()).containsExactly(entry(key, 0, DAMAGED));
    }

    @Test
    void a_tenant_without_its_collection_has_only_tombstones() {
        var deleted = new MemoryKey(Memories.someId(), tenant);
        store(Map.of(key, 1L));
        delete(Map.of(deleted, 2L));

        CHROMA.run(api -> api.drop(CollectionSpec.nameOf(tenant)));

        assertThat(memories()).isEqualTo(new InventoryPage(List.of(entry(deleted, 2, DELETED)), true));
    }

    @Test
    void a_memory_with_vectors_of_another_model_is_damaged() {
        store(Map.of(key, 1L));

        var other = new ChromaInventory(CHROMA, "other", VectorFixture.DIMENSIONS);

        assertThat(other.memories(query(tenant, 0, null)).entries()).containsExactly(entry(key, 1, DAMAGED));
    }

    @Test
    void collections_that_are_not_named_after_their_tenant_are_ignored() {
        var other = Memories.someTenant();
        var metadata = Map.<String, Object>of("user_id", other.userId(), "project_id", other.projectId());
        CHROMA.run(api -> api.create(new ChromaApi.NewCollection("foreign-" + id(key), true, Map.of(), metadata)));
        CHROMA.run(api -> api.create(
                new ChromaApi.NewCollection(CollectionSpec.nameOf(tenant), true, Map.of(), Map.of("user_id", "x"))));

        assertThat(allTenants(1_000))
                .doesNotContain(other)
                .allMatch(one -> !one.userId().equals("x"));
    }

    private static Corruption corruption(String description, long version, Consumer<RecordEditor> change) {
        return new Corruption(description, version, memory -> change.accept(new RecordEditor(CHROMA, memory)));
    }
}
