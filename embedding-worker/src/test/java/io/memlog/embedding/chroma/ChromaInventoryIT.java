package io.memlog.embedding.chroma;

import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static io.memlog.schemas.inventory.EntryState.DAMAGED;
import static io.memlog.schemas.inventory.EntryState.DELETED;
import static io.memlog.schemas.inventory.EntryState.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.embedding.Memories;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChromaInventoryIT {

    private static final List<Tenant> LOOKALIKES = List.of(
            new Tenant("anna", "blue"),
            new Tenant("Anna", "blue"),
            new Tenant("anna ", "blue"),
            new Tenant("anna", "Blue"),
            new Tenant("annab", "lue"),
            new Tenant("blue", "anna"),
            new Tenant("caf\u00e9", "blue"),
            new Tenant("cafe\u0301", "blue"),
            new Tenant("\uff41nna", "blue"),
            new Tenant("an\u200bna", "blue"),
            new Tenant("\ud83d\ude00", "blue"));

    private final Tenant tenant = Memories.someTenant();
    private final MemoryKey key = new MemoryKey(Memories.someId(), tenant);
    private final ChromaClient chroma = ChromaFixture.client(SharedChroma.url());
    private final VectorIndex index = ChromaFixture.index(SharedChroma.url());
    private final ProjectionInventory inventory =
            new ChromaInventory(chroma, VectorFixture.MODEL, VectorFixture.DIMENSIONS);

    @Test
    void what_is_stored_and_what_is_deleted_is_told_by_id() {
        var keys = keys(4);
        index.store(List.of(memory(keys.get(2), 7, at(0), at(1), at(2)), memory(keys.get(0), 1, at(3))));
        index.store(List.of(memory(keys.get(3), 1, at(0), at(1))));
        index.delete(Map.of(keys.get(3), 2L, keys.get(1), 9L));

        assertThat(memories(0, null))
                .isEqualTo(new InventoryPage(
                        List.of(
                                entry(keys.get(0), 1, STORED),
                                entry(keys.get(1), 9, DELETED),
                                entry(keys.get(2), 7, STORED),
                                entry(keys.get(3), 2, DELETED)),
                        true));
    }

    @Test
    void a_question_about_a_range_is_answered_about_nothing_else() {
        var keys = keys(6);
        index.store(keys.stream().map(one -> memory(one, 1, at(0))).toList());
        index.delete(Map.of(keys.get(3), 2L, keys.get(5), 2L));

        var answer = memories(id(keys.get(1)), id(keys.get(4)));

        assertThat(answer.complete()).isTrue();
        assertThat(answer.entries())
                .containsExactly(
                        entry(keys.get(2), 1, STORED), entry(keys.get(3), 2, DELETED), entry(keys.get(4), 1, STORED));
    }

    @Test
    void more_than_one_answer_takes_comes_in_several_without_gap_or_repetition() {
        var keys = keys(10_600);
        var deleted = new HashMap<MemoryKey, Long>();
        var expected = new ArrayList<InventoryEntry>();
        var stored = new ArrayList<EmbeddedMemory>();
        for (var one : keys) {
            if (id(one) % 20 == 0) {
                deleted.put(one, 2L);
                expected.add(entry(one, 2, DELETED));
            } else {
                stored.add(id(one) % 7 == 0 ? memory(one, 1, at(0), at(1), at(2)) : memory(one, 1, at(0)));
                expected.add(entry(one, 1, STORED));
            }
        }
        ChromaClient.batches(stored).toList().reversed().forEach(index::store);
        index.delete(deleted);

        var told = new ArrayList<InventoryEntry>();
        var answers = 0;
        var answer = memories(0, null);
        for (; !answer.complete(); answers++) {
            assertThat(answer.entries()).isNotEmpty();
            told.addAll(answer.entries());
            answer = memories(told.getLast().memory().value(), null);
        }
        told.addAll(answer.entries());

        assertThat(told).isEqualTo(expected);
        assertThat(answers).isEqualTo(1);
    }

    static Stream<Corruption> damages() {
        return Stream.of(
                new Corruption("the first piece is missing", 0, by -> by.delete("#0")),
                new Corruption("a piece in the middle is missing", 3, by -> by.delete("#1")),
                new Corruption("the last piece is missing", 3, by -> by.delete("#2")),
                new Corruption("a piece too many", 3, by -> by.set("#3", Map.of("chunk", 3, "chunks", 3))),
                new Corruption("a piece of an older version", 3, by -> by.set("#1", Map.of("version", 2))),
                new Corruption("a piece of a newer version", 3, by -> by.set("#2", Map.of("version", 4))),
                new Corruption("the first piece of an older version", 2, by -> by.set("#0", Map.of("version", 2))),
                new Corruption("no version", 0, by -> by.set("#0", Nulls.of("version"))),
                new Corruption("a version that is no number", 0, by -> by.set("#0", Map.of("version", "three"))),
                new Corruption("another memory's metadata", 3, by -> by.set("#1", Map.of("memory", 1))),
                new Corruption("no memory", 3, by -> by.set("#1", Nulls.of("memory"))),
                new Corruption("another number of pieces", 3, by -> by.set("#1", Map.of("chunks", 2))),
                new Corruption("no number of pieces", 3, by -> by.set("#0", Nulls.of("chunks"))),
                new Corruption("the place of another piece", 3, by -> by.set("#1", Map.of("chunk", 2))),
                new Corruption("vectors of another model", 3, by -> by.set("#1", Map.of("model", "other"))),
                new Corruption("no metadata at all", 0, by -> by.set("#0", Nulls.all())),
                new Corruption("a record id of another form", 3, by -> by.set("#03", Map.of("version", 3))));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void a_memory_that_is_not_the_whole_of_one_version_is_damaged(Corruption damage) {
        var neighbours = keys(2);
        index.store(List.of(
                memory(neighbours.get(0), 3, at(0), at(1)),
                memory(key, 3, at(0), at(1), at(2)),
                memory(neighbours.get(1), 3, at(0))));

        damage.done(new RecordEditor(chroma, key));

        assertThat(memories(0, null).entries())
                .containsExactly(
                        entry(key, damage.version(), DAMAGED),
                        entry(neighbours.get(0), 3, STORED),
                        entry(neighbours.get(1), 3, STORED));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void what_is_damaged_leaves_nothing_behind_once_erased_and_is_whole_once_stored(Corruption damage) {
        var neighbour = keys(1).getFirst();
        index.store(List.of(memory(key, 3, at(0), at(1), at(2)), memory(neighbour, 3, at(0))));
        damage.done(new RecordEditor(chroma, key));

        index.purge(Set.of(key));
        var erased = memories(0, null).entries();
        index.store(List.of(memory(key, 3, at(0), at(1))));

        assertThat(erased).containsExactly(entry(neighbour, 3, STORED));
        assertThat(memories(0, null).entries()).containsExactly(entry(key, 3, STORED), entry(neighbour, 3, STORED));
    }

    @Test
    void a_memory_that_is_both_stored_and_deleted_is_damaged() {
        index.delete(Map.of(key, 2L));
        new RecordEditor(chroma, key)
                .set("#0", Map.of("memory", id(key), "version", 1, "chunk", 0, "chunks", 1, "model", "m"));

        assertThat(memories(0, null).entries()).containsExactly(entry(key, 1, DAMAGED));
    }

    @Test
    void a_deletion_without_its_version_is_damaged() {
        index.delete(Map.of(key, 2L));
        chroma.run(api -> api.upsert(
                api.collection("memlog-deleted").id(),
                new ChromaApi.Upsert(
                        List.of(key.id().toString()),
                        List.of(Embedding.of(new float[] {1})),
                        null,
                        List.of(Nulls.of("version")))));

        assertThat(memories(0, null).entries()).containsExactly(entry(key, 0, DAMAGED));
    }

    @Test
    void without_its_collection_a_tenant_has_deletions_only() {
        var deleted = new MemoryKey(Memories.someId(), tenant);
        index.store(List.of(memory(key, 1, at(0))));
        index.delete(Map.of(deleted, 2L));

        chroma.run(api -> api.drop(CollectionName.of(tenant)));

        assertThat(memories(0, null)).isEqualTo(new InventoryPage(List.of(entry(deleted, 2, DELETED)), true));
    }

    @Test
    void nothing_is_held_of_a_tenant_that_nobody_knows() {
        assertThat(memories(0, null)).isEqualTo(new InventoryPage(List.of(), true));
    }

    @Test
    void vectors_of_another_model_are_damaged() {
        index.store(List.of(memory(key, 1, at(0))));

        var other = new ChromaInventory(chroma, "other", VectorFixture.DIMENSIONS);

        assertThat(other.memories(query(tenant, 0, null)).entries()).containsExactly(entry(key, 1, DAMAGED));
    }

    @Test
    void tenants_that_look_alike_are_told_apart() {
        var run = Memories.someTenant().userId();
        var tenants = LOOKALIKES.stream()
                .map(one -> new Tenant(one.userId() + run, one.projectId()))
                .toList();
        var expected = new HashMap<Tenant, List<InventoryEntry>>();
        for (var one : tenants) {
            var stored = new MemoryKey(Memories.someId(), one);
            var deleted = new MemoryKey(Memories.someId(), one);
            index.store(List.of(memory(stored, 1, at(0))));
            index.delete(Map.of(deleted, 2L));
            expected.put(one, List.of(entry(stored, 1, STORED), entry(deleted, 2, DELETED)));
        }

        assertThat(tenants)
                .allSatisfy(one -> assertThat(
                                inventory.memories(query(one, 0, null)).entries())
                        .isEqualTo(expected.get(one)));
        assertThat(allTenants(3)).containsAll(tenants);
    }

    @Test
    void tenants_come_once_each_those_of_deletions_too() {
        var deletedOnly = Memories.someTenant();
        var both = Memories.someTenant();
        index.store(List.of(memory(key, 1, at(0)), memory(new MemoryKey(Memories.someId(), both), 1, at(0))));
        index.delete(
                Map.of(new MemoryKey(Memories.someId(), deletedOnly), 1L, new MemoryKey(Memories.someId(), both), 2L));

        var tenants = allTenants(2);

        assertThat(tenants).doesNotHaveDuplicates().contains(tenant, deletedOnly, both);
        assertThat(new HashSet<>(tenants)).isEqualTo(new HashSet<>(allTenants(1_000)));
    }

    @Test
    void collections_of_others_name_no_tenant() {
        var liar = Memories.someTenant();
        var about = Map.<String, Object>of("user_id", liar.userId(), "project_id", liar.projectId());
        chroma.run(api -> api.create(new ChromaApi.NewCollection("somebody-" + id(key), true, Map.of(), about)));
        chroma.run(api -> api.create(
                new ChromaApi.NewCollection(CollectionName.of(tenant), true, Map.of(), Map.of("user_id", "x"))));

        assertThat(allTenants(1_000))
                .doesNotContain(liar)
                .allMatch(one -> !one.userId().equals("x"));
    }

    private List<Tenant> allTenants(int limit) {
        List<Tenant> tenants = new ArrayList<>();
        @Nullable String after = null;
        do {
            InventoryTenants page = inventory.tenants(after, limit);
            assertThat(page.tenants()).hasSizeLessThanOrEqualTo(limit);
            tenants.addAll(page.tenants());
            after = page.next();
        } while (after != null);
        return tenants;
    }

    private List<MemoryKey> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> new MemoryKey(Memories.someId(), tenant))
                .toList();
    }

    private InventoryPage memories(long above, @Nullable Long upTo) {
        return inventory.memories(query(tenant, above, upTo));
    }

    private static InventoryQuery query(Tenant asked, long above, @Nullable Long upTo) {
        return new InventoryQuery(asked.userId(), asked.projectId(), above, upTo);
    }

    private static InventoryEntry entry(MemoryKey memory, long version, EntryState state) {
        return new InventoryEntry(memory.id(), version, state);
    }

    private static long id(MemoryKey memory) {
        return memory.id().value();
    }
}
