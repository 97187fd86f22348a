package io.memlog.embedding.chroma;

import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static io.memlog.embedding.vectors.VectorFixture.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A worker that lost its partition may still write while its successor deletes.
class LateWriteIT {

    private static final List<Embedding> MANY =
            IntStream.range(0, 430).mapToObj(i -> at(i % 90)).toList();

    private final Tenant tenant = Memories.someTenant();
    private final MemoryKey key = new MemoryKey(Memories.someId(), tenant);
    private final VectorIndex successor = ChromaFixture.index(ChromaFixture.url());

    @Test
    void a_deletion_between_a_late_write_and_its_check_wins() {
        var late = interruptedAfter("upsert", () -> successor.delete(Map.of(key, 2L)));

        var deleted = late.store(List.of(memory(key, 1, at(0))));

        assertThat(deleted).isEqualTo(Map.of(key, 2L));
        assertGone();
    }

    @Test
    void a_late_write_between_the_steps_of_a_deletion_is_removed() {
        var deleting = interruptedAfter("upsert", () -> successor.store(List.of(memory(key, 1, at(0)))));

        deleting.delete(Map.of(key, 2L));

        assertGone();
    }

    @Test
    void an_interrupted_deletion_does_not_count_as_done() {
        successor.store(List.of(memory(key, 1, at(0))));

        killedAfter("upsert", index -> index.delete(Map.of(key, 2L)));

        assertThat(successor.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 1L));
    }

    @Test
    void an_interrupted_deletion_of_several_calls_does_not_count_as_done() {
        successor.store(List.of(memory(key, 1, MANY)));

        killedAfter("delete", index -> index.delete(Map.of(key, 2L)));

        assertThat(successor.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 1L));
        successor.delete(Map.of(key, 2L));
        assertGone();
        assertThat(records()).isZero();
    }

    @Test
    void an_interrupted_write_of_several_calls_counts_as_not_written_and_is_replaced() {
        killedAfter("upsert", index -> index.store(List.of(memory(key, 1, MANY))));

        assertThat(successor.currentVersions(Set.of(key))).isEmpty();
        assertThat(records()).isPositive();
        successor.store(List.of(memory(key, 2, at(0))));
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void an_interrupted_update_of_several_calls_counts_as_not_written_and_is_replaced() {
        successor.store(List.of(memory(key, 1, at(0), at(1), at(2))));

        killedAfter("upsert", index -> index.store(List.of(memory(key, 2, MANY))));

        assertThat(successor.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 1L));
        assertThat(successor.read(Set.of(key))).isEmpty();
        successor.store(List.of(memory(key, 3, at(0), at(1))));
        assertThat(records()).isEqualTo(2);
    }

    private void assertGone() {
        assertThat(successor.nearest(at(0), query(tenant))).isEmpty();
        assertThat(successor.currentVersions(Set.of(key))).isEqualTo(Map.of(key, 2L));
    }

    private long records() {
        var chroma = ChromaFixture.client(ChromaFixture.url());
        var id = chroma.call(api -> api.collection(CollectionSpec.nameOf(tenant)))
                .id();
        return chroma.call(api -> api.count(id));
    }

    private void killedAfter(String method, Consumer<VectorIndex> work) {
        var dying = interruptedAfter(method, () -> {
            throw new IllegalStateException("killed");
        });

        assertThatThrownBy(() -> work.accept(dying)).hasMessage("killed");
    }

    /// An index with an event right after the first call of this method.
    private VectorIndex interruptedAfter(String method, Runnable event) {
        var api = ChromaFixture.api(ChromaFixture.url(), Duration.ofSeconds(15));
        var happened = new boolean[1];
        var interrupted = (ChromaApi) Proxy.newProxyInstance(
                ChromaApi.class.getClassLoader(), new Class<?>[] {ChromaApi.class}, (_, called, arguments) -> {
                    try {
                        return called.invoke(api, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    } finally {
                        if (called.getName().equals(method) && !happened[0]) {
                            happened[0] = true;
                            event.run();
                        }
                    }
                });
        var client = new ChromaClient(interrupted, Clock.systemUTC());
        return new ChromaVectorIndex(
                client, client, VectorFixture.MODEL, VectorFixture.DIMENSIONS, new SimpleMeterRegistry());
    }
}
