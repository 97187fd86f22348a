package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.schemas.memory.MemoryKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes the records of one memory by hand, and looks at them.
final class RecordEditor {

    private final ChromaClient chroma;
    private final MemoryKey memory;

    RecordEditor(ChromaClient chroma, MemoryKey memory) {
        this.chroma = chroma;
        this.memory = memory;
    }

    /// @param end of the record's id, such as `#1`
    void delete(String end) {
        chroma.run(api -> api.delete(collection(), new ChromaApi.Delete(List.of(memory.id() + end))));
    }

    /// Merges into the record's metadata, as Chroma does; a record that is not there is made.
    void set(String end, Map<String, ? extends @Nullable Object> metadata) {
        chroma.run(api -> api.upsert(
                collection(),
                new ChromaApi.Upsert(
                        List.of(memory.id() + end),
                        List.of(VectorFixture.at(0)),
                        List.of("by hand"),
                        List.of(new HashMap<>(metadata)))));
    }

    private String collection() {
        return chroma.call(api ->
                        api.create(CollectionSpec.of(memory.tenant(), VectorFixture.MODEL, VectorFixture.DIMENSIONS)
                                .request()))
                .id();
    }
}
