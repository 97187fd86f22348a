package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.MemoryId;
import java.util.Comparator;

/// The id of a record: a piece of a memory, from 0, as `{memory}#{chunk}`.
record RecordId(MemoryId memory, int chunk) {

    /// The later pieces of every memory before the earlier ones.
    static final Comparator<RecordId> LAST_CHUNKS_FIRST =
            Comparator.comparingInt(RecordId::chunk).reversed();

    static RecordId first(MemoryId memory) {
        return new RecordId(memory, 0);
    }

    static RecordId parse(String id) {
        var separator = id.indexOf('#');
        return new RecordId(MemoryId.parse(id.substring(0, separator)), Integer.parseInt(id.substring(separator + 1)));
    }

    @Override
    public String toString() {
        return memory + "#" + chunk;
    }
}
