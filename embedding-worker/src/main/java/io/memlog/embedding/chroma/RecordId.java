package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.MemoryId;
import java.util.Comparator;

/// The id of a record: a memory and the index of a chunk, from 0, as `{memory}#{chunk}`.
record RecordId(MemoryId memory, int chunk) {

    /// Orders the later chunks of all memories before the earlier ones.
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
