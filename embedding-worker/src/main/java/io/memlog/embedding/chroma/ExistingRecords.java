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

/// The records that memories have now, found by their ids: a question by metadata takes the longer the more
/// a collection holds.
///
/// How many there are stands in the first one, unless a write was cut short. But the others are written
/// from the front and removed from the back, so that where one is missing none follows.
final class ExistingRecords {

    private static final int STEP = 100;

    private final Function<List<String>, ChromaApi.Records> byIds;
    private final Map<RecordId, JsonNode> metadata = new HashMap<>();
    private final Map<MemoryId, Integer> asked = new HashMap<>();

    private ExistingRecords(Function<List<String>, ChromaApi.Records> byIds) {
        this.byIds = byIds;
    }

    /// @param byIds answers with the metadata of the records that are there
    static ExistingRecords of(Collection<MemoryId> memories, Function<List<String>, ChromaApi.Records> byIds) {
        var existing = new ExistingRecords(byIds);
        var open = List.copyOf(memories);
        while (!open.isEmpty()) {
            existing.ask(open.stream().flatMap(existing::next).toList());
            open = open.stream().filter(existing::mayHaveMore).toList();
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

    /// Those that are not among these.
    Set<RecordId> without(Collection<RecordId> others) {
        var left = new HashSet<>(ids());
        others.forEach(left::remove);
        return left;
    }

    private Stream<RecordId> next(MemoryId memory) {
        var from = asked.getOrDefault(memory, 0);
        var to = from == 0 ? 2 : end(memory, from);
        asked.put(memory, to);
        return IntStream.range(from, to).mapToObj(chunk -> new RecordId(memory, chunk));
    }

    private int end(MemoryId memory, int from) {
        var first = metadata.get(RecordId.first(memory));
        var chunks = first == null ? 0 : first.path(RecordMetadata.CHUNKS).asInt(0);
        return from <= chunks ? chunks + 1 : from + STEP;
    }

    private boolean mayHaveMore(MemoryId memory) {
        return metadata.containsKey(new RecordId(memory, asked.getOrDefault(memory, 0) - 1));
    }

    private void ask(List<RecordId> ids) {
        for (var batch : Batches.of(ids)) {
            var records = byIds.apply(batch.stream().map(RecordId::toString).toList());
            for (var i = 0; i < records.ids().size(); i++) {
                metadata.put(RecordId.parse(records.ids().get(i)), records.metadata(i));
            }
        }
    }
}
