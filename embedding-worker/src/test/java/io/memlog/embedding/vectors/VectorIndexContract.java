package io.memlog.embedding.vectors;

import static io.memlog.embedding.vectors.VectorFixture.ANY_FILTER;
import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.attributes;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static io.memlog.embedding.vectors.VectorFixture.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.memlog.consumer.contract.Memories;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHit;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store of vectors does. Vectors of these tests lie on a circle: the angle between two is
/// their distance.
public abstract class VectorIndexContract {

    private final Tenant tenant = Memories.someTenant();
    private final MemoryKey key = new MemoryKey(Memories.someId(), tenant);

    protected abstract VectorIndex index();

    @Test
    void a_memory_is_found_at_its_distance() {
        index().store(List.of(memory(key, 1, at(0))));

        var hits = index().nearest(at(60), query(tenant));

        assertThat(hits).singleElement().satisfies(hit -> {
            assertThat(hit.memory()).isEqualTo(key.id());
            assertThat(hit.version()).isEqualTo(1);
            assertThat(hit.document()).isEqualTo("chunk 0 of version 1");
            assertThat(hit.distance()).isEqualTo(0.5, within(1e-4));
            assertThat(hit.score()).isEqualTo(0.75, within(1e-4));
        });
    }

    @Test
    void the_distance_to_itself_is_not_negative() {
        index().store(List.of(memory(key, 1, at(33))));

        assertThat(index().nearest(at(33), query(tenant)).getFirst().distance()).isBetween(0.0, 1e-5);
    }

    @Test
    void a_memory_is_not_found_by_other_tenants() {
        index().store(List.of(memory(key, 1, at(0))));

        assertThat(index().nearest(at(0), query(Memories.someTenant()))).isEmpty();
        assertThat(index().nearest(at(0), query(new Tenant(tenant.userId(), "other"))))
                .isEmpty();
        assertThat(index().nearest(at(0), query(new Tenant(tenant.userId() + " ", "project"))))
                .isEmpty();
    }

    @Test
    void versions_are_known_only_of_stored_memories() {
        var unknown = new MemoryKey(Memories.someId(), tenant);
        var foreign = new MemoryKey(key.id(), Memories.someTenant());
        index().store(List.of(memory(key, 7, at(0), at(10))));

        assertThat(index().currentVersions(Set.of(key, unknown, foreign))).isEqualTo(Map.of(key, 7L));
    }

    @Test
    void versions_of_many_memories_are_returned_by_one_call() {
        var memories = IntStream.range(0, 450)
                .mapToObj(i -> memory(new MemoryKey(Memories.someId(), tenant), i + 1, at(i)))
                .toList();
        index().store(memories);
        var keys = new HashSet<>(memories.stream().map(EmbeddedMemory::key).toList());
        IntStream.range(0, 100).forEach(_ -> keys.add(new MemoryKey(Memories.someId(), tenant)));

        assertThat(index().currentVersions(keys))
                .hasSize(450)
                .containsEntry(memories.get(449).key(), 450L);
    }

    @Test
    void storing_twice_is_storing_once() {
        var memory = memory(key, 1, at(0), at(10));
        index().store(List.of(memory));
        index().store(List.of(memory));

        assertThat(index().nearest(at(0), query(tenant))).hasSize(1);
        assertHeld(1, memory.vectors());
    }

    @Test
    void vectors_are_read_in_the_order_of_the_text() {
        var chunks = IntStream.range(0, 30).mapToObj(i -> at(i * 3)).toList();
        index().store(List.of(memory(key, 3, chunks)));

        assertHeld(3, chunks);
    }

    @Test
    void an_update_with_fewer_chunks_removes_the_others() {
        index().store(List.of(memory(key, 1, at(0), at(120), at(240))));
        index().store(List.of(memory(key, 2, at(0))));

        assertThat(index().nearest(at(240), query(tenant)))
                .singleElement()
                .satisfies(hit -> assertThat(hit.document()).isEqualTo("chunk 0 of version 2"));
        assertHeld(2, List.of(at(0)));
    }

    @Test
    void a_memory_of_more_chunks_than_one_call_is_stored_completely() {
        var chunks = IntStream.range(0, 430).mapToObj(i -> at(i % 90)).toList();
        index().store(List.of(memory(key, 1, chunks)));
        index().store(List.of(memory(key, 2, chunks.subList(0, 425))));

        assertHeld(2, chunks.subList(0, 425));
    }

    @Test
    void a_memory_of_many_chunks_replaces_one_of_one_chunk() {
        var many = IntStream.range(0, 160).mapToObj(i -> at(i * 0.01)).toList();
        var longOne = memory(key, 1, many);
        var others = IntStream.range(1, 10)
                .mapToObj(i -> memory(new MemoryKey(Memories.someId(), tenant), 1, at(10 * i)))
                .toList();
        index().store(List.of(longOne));
        index().store(others);

        var hits = index().nearest(at(0), query(tenant, 10, 0, ANY_FILTER));

        assertThat(hits).hasSize(10).first().extracting(IndexHit::memory).isEqualTo(key.id());
        assertThat(hits).extracting(IndexHit::memory).doesNotHaveDuplicates();
        assertThat(hits).extracting(IndexHit::distance).isSorted();
    }

    @Test
    void only_the_given_memories_are_scored_each_by_its_best_chunk() {
        var other = new MemoryKey(Memories.someId(), tenant);
        var third = new MemoryKey(Memories.someId(), tenant);
        var foreign = new MemoryKey(Memories.someId(), Memories.someTenant());
        index().store(List.of(
                memory(key, 1, List.of(at(90), at(20))),
                memory(other, 1, at(5)),
                memory(third, 1, at(0)),
                memory(foreign, 1, at(0))));

        var scored = index().score(at(0), tenant, Set.of(key.id(), other.id(), foreign.id(), Memories.someId()));

        assertThat(scored).extracting(IndexHit::memory).containsExactly(other.id(), key.id());
        assertThat(scored.getLast().score()).isEqualTo((1 + Math.cos(Math.toRadians(20))) / 2, within(1e-4));
        assertThat(index().score(at(0), tenant, Set.of())).isEmpty();
        assertThat(index().score(at(0), Memories.someTenant(), Set.of(key.id())))
                .isEmpty();
    }

    @Test
    void hits_below_the_minimum_similarity_are_left_out() {
        var near = memory(key, 1, at(0));
        var far = memory(new MemoryKey(Memories.someId(), tenant), 1, at(90));
        index().store(List.of(near, far));

        assertThat(index().nearest(at(0), query(tenant, 10, 0.75, ANY_FILTER)))
                .extracting(IndexHit::memory)
                .containsExactly(key.id());
    }

    @Test
    void filters_are_applied_before_the_limit() {
        var wanted = new MemoryKey(Memories.someId(), tenant);
        index().store(IntStream.range(0, 40)
                .mapToObj(i -> memory(new MemoryKey(Memories.someId(), tenant), 1, at(i)))
                .toList());
        index().store(List.of(memory(wanted, 1, attributes("ada", "c-9", "2025-06-15", "it's \"q\" $x", ""), at(170))));

        for (var filters : List.of(
                new IndexFilters("ada", List.of(), null, null, null),
                new IndexFilters(null, List.of("it's \"q\" $x"), null, null, null),
                new IndexFilters(null, List.of("", "it's \"q\" $x"), null, null, null),
                new IndexFilters(null, List.of(), "c-9", null, null),
                new IndexFilters("ada", List.of("", "it's \"q\" $x"), "c-9", null, null))) {
            assertThat(index().nearest(at(0), query(tenant, 1, 0, filters)))
                    .as(filters.toString())
                    .extracting(IndexHit::memory)
                    .containsExactly(wanted.id());
        }
        assertThat(index().nearest(at(0), query(tenant, 1, 0, new IndexFilters("Ada", List.of(), null, null, null))))
                .isEmpty();
    }

    @Test
    void a_date_is_found_by_any_overlapping_range() {
        index().store(List.of(memory(key, 1, attributes("ada", null, "2025-06-15"), at(0))));
        var day = MemoryDate.parse("2025-06-15");

        assertThat(foundBetween(day.first(), day.first())).isTrue();
        assertThat(foundBetween(day.last(), day.last())).isTrue();
        assertThat(foundBetween(null, day.first())).isTrue();
        assertThat(foundBetween(day.last(), null)).isTrue();
        assertThat(foundBetween(null, day.first().minusNanos(1_000))).isFalse();
        assertThat(foundBetween(day.last().plusNanos(1_000), null)).isFalse();
    }

    @Test
    void an_attribute_that_an_update_removed_finds_nothing() {
        index().store(List.of(memory(key, 1, attributes("ada", "c-1", "2025-06-15", "old", "kept"), at(0))));
        index().store(List.of(memory(key, 2, attributes(null, null, "2025-06-15", "kept", "new"), at(0))));

        assertThat(found(new IndexFilters(null, List.of("kept", "new"), null, null, null)))
                .isTrue();
        assertThat(found(new IndexFilters(null, List.of("old"), null, null, null)))
                .isFalse();
        assertThat(found(new IndexFilters("ada", List.of(), null, null, null))).isFalse();
        assertThat(found(new IndexFilters(null, List.of(), "c-1", null, null))).isFalse();
    }

    @Test
    void a_memory_with_thousands_of_tags_is_found_by_each() {
        var tags = IntStream.range(0, 5_000).mapToObj(i -> "tag-" + i).toArray(String[]::new);
        index().store(List.of(memory(key, 1, attributes("ada", null, "2025-06-15", tags), at(0), at(1), at(2))));

        assertThat(found(new IndexFilters(null, List.of("tag-0", "tag-4999"), null, null, null)))
                .isTrue();
    }

    @Test
    void more_tags_than_the_store_supports_do_not_break_the_collection() {
        var tags = IntStream.range(0, 12_000).mapToObj(i -> "tag-" + i).toArray(String[]::new);
        var next = new MemoryKey(Memories.someId(), tenant);

        index().store(List.of(memory(key, 1, attributes("ada", null, "2025-06-15", tags), at(0))));
        index().store(List.of(memory(next, 1, at(10))));

        assertThat(index().currentVersions(Set.of(key, next))).isEqualTo(Map.of(key, 1L, next, 1L));
        assertThat(found(new IndexFilters(null, List.of("tag-0"), null, null, null)))
                .isTrue();
    }

    @Test
    void a_deleted_memory_leaves_its_version_and_is_not_found() {
        index().store(List.of(memory(key, 1, at(0), at(10))));

        index().delete(Map.of(key, 2L));

        assertThat(index().nearest(at(0), query(tenant))).isEmpty();
        assertThat(index().currentVersions(Set.of(key))).isEqualTo(Map.of(key, 2L));
        assertThat(index().read(Set.of(key))).isEqualTo(Map.of(key, new StoredVersion.Deleted(2)));
    }

    @Test
    void a_memory_that_was_never_stored_can_be_deleted() {
        index().delete(Map.of(key, 2L));

        assertThat(index().currentVersions(Set.of(key))).isEqualTo(Map.of(key, 2L));
        assertThat(index().currentVersions(Set.of(new MemoryKey(key.id(), Memories.someTenant()))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3})
    void a_late_write_does_not_restore_a_deleted_memory(long version) {
        index().delete(Map.of(key, 3L));

        var deleted = index().store(List.of(memory(key, version, at(0))));

        assertThat(deleted).isEqualTo(Map.of(key, 3L));
        assertThat(index().nearest(at(0), query(tenant))).isEmpty();
        assertThat(index().currentVersions(Set.of(key))).isEqualTo(Map.of(key, 3L));
    }

    @Test
    void a_write_of_a_newer_version_than_the_deletion_is_stored() {
        index().delete(Map.of(key, 3L));

        var deleted = index().store(List.of(memory(key, 4, at(0))));

        assertThat(deleted).isEmpty();
        assertThat(index().nearest(at(0), query(tenant))).hasSize(1);
        assertThat(index().currentVersions(Set.of(key))).isEqualTo(Map.of(key, 4L));
    }

    @Test
    void a_purged_memory_leaves_nothing() {
        var deleted = new MemoryKey(Memories.someId(), tenant);
        index().store(List.of(memory(key, 1, at(0), at(10))));
        index().delete(Map.of(deleted, 2L));

        index().purge(Set.of(key, deleted));

        assertThat(index().currentVersions(Set.of(key, deleted))).isEmpty();
        assertThat(index().nearest(at(0), query(tenant))).isEmpty();
    }

    @Test
    void a_purge_leaves_the_deletion_of_a_memory_with_the_same_id_of_another_tenant() {
        var same = new MemoryKey(key.id(), Memories.someTenant());
        index().delete(Map.of(key, 2L));
        index().delete(Map.of(same, 5L));

        index().purge(Set.of(same));

        assertThat(index().currentVersions(Set.of(key, same))).isEqualTo(Map.of(key, 2L));
    }

    @Test
    void purging_an_unknown_memory_does_nothing() {
        index().purge(Set.of(key));

        assertThat(index().currentVersions(Set.of(key))).isEmpty();
    }

    @Test
    void the_store_passes_a_probe() {
        index().probe();
    }

    /// A store may scale vectors to length one, which changes their last digit.
    private void assertHeld(long version, List<Embedding> vectors) {
        assertThat(index().read(Set.of(key)))
                .containsOnlyKeys(key)
                .hasValueSatisfying(new Condition<>(
                        stored -> stored instanceof StoredVersion.Live live
                                && live.version() == version
                                && live.model().equals("m")
                                && live.vectors().size() == vectors.size()
                                && IntStream.range(0, vectors.size())
                                        .allMatch(i -> VectorFixture.same(
                                                live.vectors().get(i), vectors.get(i))),
                        "version %s with its vectors",
                        version));
    }

    private boolean found(IndexFilters filters) {
        return !index().nearest(at(0), query(tenant, 5, 0, filters)).isEmpty();
    }

    private boolean foundBetween(@Nullable Instant from, @Nullable Instant to) {
        return found(new IndexFilters(null, List.of(), null, from, to));
    }
}
