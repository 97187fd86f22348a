package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.schemas.memory.MemoryKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes the records of one memory directly in Chroma.
final class RecordEditor {

    private final ChromaClient chroma;
    private final MemoryKey memory;

    RecordEditor(ChromaClient chroma, MemoryKey memory) {
        this.chroma = chroma;
        this.memory = memory;
    }

    /// Metadata that removes members.
    static Map<String, @Nullable Object> nulls(String... members) {
        Map<String, @Nullable Object> nulls = new HashMap<>();
        List.of(members).forEach(member -> nulls.put(member, null));
        return Collections.unmodifiableMap(nulls);
    }

    /// @param suffix of the record's id, such as `#1`
    void delete(String suffix) {
        chroma.run(api -> api.delete(collection(), new ChromaApi.Delete(List.of(memory.id() + suffix))));
    }

    /// Merges into the record's metadata, as Chroma does; creates a record that does not exist.
    void set(String suffix, Map<String, ? extends @Nullable Object> metadata) {
        chroma.run(api -> api.upsert(
                collection(),
                new ChromaApi.Upsert(
                        List.of(memory.id() + suffix),
                        List.of(VectorFixture.at(0)),
                        List.of("edited"),
                        List.of(new HashMap<>(metadata)))));
    }

    private String collection() {
        return chroma.call(api ->
                        api.create(CollectionSpec.of(memory.tenant(), VectorFixture.MODEL, VectorFixture.DIMENSIONS)
                                .request()))
                .id();
    }
}
