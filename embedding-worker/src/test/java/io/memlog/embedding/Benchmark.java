package io.memlog.embedding;

import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.chroma.ChromaFixture;
import io.memlog.embedding.model.ModelFixture;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.EmbeddedMemory.EmbeddedChunk;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures how many texts a second are embedded, and how many memories a second go into Chroma and come
/// out of it.
public final class Benchmark {

    private static final Random RANDOM = new Random(1);
    private static final int BATCH = 100;

    private Benchmark() {}

    /// @param arguments how many memories go into one collection; 20,000 when it is not given
    public static void main(String[] arguments) {
        var memories = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        for (var words : new int[] {12, 80, 380}) {
            measure(
                    "texts of " + words + " words embedded",
                    100,
                    () -> ModelFixture.embedder().embedPassages(texts(words)));
        }
        var tenant = Memories.someTenant();
        var index = ChromaFixture.index(ChromaFixture.url(), "random", 384);
        var last = batch(tenant);
        for (var stored = 0; stored < memories; stored += memories / 4) {
            measure(
                    "memories stored",
                    memories / 4,
                    () -> IntStream.range(0, memories / 4 / BATCH).forEach(_ -> index.store(batch(tenant))));
        }
        index.store(last);
        measure(
                "searches",
                100,
                () -> IntStream.range(0, 100)
                        .forEach(_ -> index.nearest(vector(), VectorFixture.query(tenant, 10, 0, IndexFilters.NONE))));
        var filtered = new IndexFilters("tester", List.of(), null, null, null);
        measure(
                "searches with a filter",
                100,
                () -> IntStream.range(0, 100)
                        .forEach(_ -> index.nearest(vector(), VectorFixture.query(tenant, 10, 0, filtered))));
        measure(
                "batches looked up",
                20,
                () -> IntStream.range(0, 20)
                        .forEach(_ -> index.currentVersions(
                                last.stream().map(EmbeddedMemory::key).collect(Collectors.toSet()))));
        measure("batches stored again", 20, () -> IntStream.range(0, 20).forEach(_ -> index.store(last)));
        measure(
                "memories read back",
                20,
                () -> IntStream.range(0, 20)
                        .forEach(_ -> index.read(Set.of(last.getFirst().key()))));
        System.exit(0);
    }

    private static void measure(String what, int count, Runnable work) {
        var started = System.nanoTime();
        work.run();
        var seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "%-32s %6d in %6.2f s: %7.1f/s, %8.2f ms each%n",
                what, count, seconds, count / seconds, 1e3 * seconds / count);
    }

    private static List<String> texts(int words) {
        return IntStream.range(0, 100)
                .mapToObj(_ -> IntStream.range(0, words)
                        .mapToObj(_ -> List.of("relay", "batch", "consumer", "slow", "the", "was", "fixed")
                                .get(RANDOM.nextInt(7)))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static List<EmbeddedMemory> batch(Tenant tenant) {
        return IntStream.range(0, BATCH)
                .mapToObj(_ -> {
                    var memory = Memories.memory(tenant, "a task", "{\"tags\": [\"a\", \"b\", \"c\"]}");
                    return new EmbeddedMemory(
                            memory, "random", List.of(new EmbeddedChunk("text ".repeat(80), vector())));
                })
                .toList();
    }

    private static Embedding vector() {
        var values = new float[384];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) RANDOM.nextGaussian();
        }
        return Embedding.of(values);
    }
}
