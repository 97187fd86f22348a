package io.memlog.embedding.vectors;

import io.memlog.embedding.vectors.EmbeddedMemory.EmbeddedChunk;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Memories whose vectors lie on a circle, so that tests can tell their distances.
public final class VectorFixture {

    public static final int DIMENSIONS = 2;
    public static final String MODEL = "m";

    static final IndexFilters ANY_FILTER = IndexFilters.NONE;

    private VectorFixture() {}

    public static Embedding at(double degrees) {
        var angle = Math.toRadians(degrees);
        return Embedding.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
    }

    static boolean same(Embedding left, Embedding right) {
        var a = left.toArray();
        var b = right.toArray();
        return a.length == b.length && IntStream.range(0, a.length).allMatch(i -> Math.abs(a[i] - b[i]) < 1e-6);
    }

    public static IndexQuery query(Tenant tenant) {
        return query(tenant, 10, 0, ANY_FILTER);
    }

    /// A query whose text does not count, because its vector is given.
    public static IndexQuery query(Tenant tenant, int limit, double minSimilarity, IndexFilters filters) {
        return new IndexQuery("any", tenant.userId(), tenant.projectId(), limit, minSimilarity, filters);
    }

    /// The attributes by which memories are filtered.
    public record Attributes(
            @Nullable String agent, @Nullable String conversation, String date, List<String> tags) {}

    public static Attributes attributes(
            @Nullable String agent, @Nullable String conversation, String date, String... tags) {
        return new Attributes(agent, conversation, date, List.of(tags));
    }

    public static EmbeddedMemory memory(MemoryKey key, long version, Embedding... vectors) {
        return memory(key, version, List.of(vectors));
    }

    public static EmbeddedMemory memory(MemoryKey key, long version, List<Embedding> vectors) {
        return memory(key, version, attributes(null, null, "2020-01-01"), vectors.toArray(Embedding[]::new));
    }

    public static EmbeddedMemory memory(MemoryKey key, long version, Attributes attributes, Embedding... vectors) {
        var chunks = IntStream.range(0, vectors.length)
                .mapToObj(i -> new EmbeddedChunk("chunk " + i + " of version " + version, vectors[i]))
                .toList();
        var memory = new MemoryLog(
                key.id(),
                version,
                "a task",
                attributes.agent(),
                MemoryDate.parse(attributes.date()),
                key.tenant().userId(),
                key.tenant().projectId(),
                attributes.conversation(),
                null,
                null,
                Json.mapper().valueToTree(Map.of("tags", attributes.tags())),
                Instant.EPOCH,
                Instant.EPOCH);
        return new EmbeddedMemory(memory, MODEL, chunks);
    }
}
