package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.MemoryId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The stored records of memories, looked up by id: a query by metadata gets slower as the collection grows.
///
/// The first record holds the number of chunks, unless a write was interrupted. The others are written in
/// ascending and removed in descending order, so after a missing one there are no more.
final class ExistingRecords {

    private static final int PROBE_STEP = 100;

    private final Function<List<String>, ChromaApi.Records> byIds;
    private final Map<RecordId, JsonNode> metadata = new HashMap<>();
    private final Map<MemoryId, Integer> requested = new HashMap<>();

    private ExistingRecords(Function<List<String>, ChromaApi.Records> byIds) {
        this.byIds = byIds;
    }

    /// @param byIds returns the metadata of the records that exist
    static ExistingRecords of(Collection<MemoryId> memories, Function<List<String>, ChromaApi.Records> byIds) {
        var existing = new ExistingRecords(byIds);
        var pending = List.copyOf(memories);
        while (!pending.isEmpty()) {
            existing.load(pending.stream().flatMap(existing::next).toList());
            pending = pending.stream().filter(existing::mayHaveMore).toList();
        }
        return existing;
    }

    @Nullable
    JsonNode metadataOf(RecordId record) {
        return metadata.get(record);
    }

    Set<RecordId> ids() {
        return metadata.keySet();
    }

    /// The ids that are not among the given ones.
    Set<RecordId> without(Collection<RecordId> others) {
        var remaining = new HashSet<>(ids());
        others.forEach(remaining::remove);
        return remaining;
    }

    private Stream<RecordId> next(MemoryId memory) {
        var from = requested.getOrDefault(memory, 0);
        var to = from == 0 ? 2 : end(memory, from);
        requested.put(memory, to);
        return IntStream.range(from, to).mapToObj(chunk -> new RecordId(memory, chunk));
    }

    private int end(MemoryId memory, int from) {
        var first = metadata.get(RecordId.first(memory));
        var chunks = first == null ? 0 : first.path(RecordMetadata.CHUNKS).asInt(0);
        return from <= chunks ? chunks + 1 : from + PROBE_STEP;
    }

    private boolean mayHaveMore(MemoryId memory) {
        return metadata.containsKey(new RecordId(memory, requested.getOrDefault(memory, 0) - 1));
    }

    private void load(List<RecordId> ids) {
        ChromaClient.batches(ids)
                .map(batch -> batch.stream().map(RecordId::toString).toList())
                .flatMap(batch -> StoredRecord.all(byIds.apply(batch)).stream())
                .forEach(record -> metadata.put(record.id(), record.metadata()));
    }
}
