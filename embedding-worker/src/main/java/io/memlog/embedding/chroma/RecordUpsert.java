package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A record to be written: one chunk of a memory.
record RecordUpsert(RecordId id, String document, Embedding vector, Map<String, @Nullable Object> metadata) {

    static Stream<RecordUpsert> of(EmbeddedMemory memory, ExistingRecords existing) {
        return IntStream.range(0, memory.chunks().size()).mapToObj(index -> {
            var id = new RecordId(memory.key().id(), index);
            var chunk = memory.chunks().get(index);
            return new RecordUpsert(
                    id, chunk.text(), chunk.vector(), RecordMetadata.of(memory, index, existing.metadataOf(id)));
        });
    }

    static ChromaApi.Upsert request(List<RecordUpsert> records) {
        return new ChromaApi.Upsert(
                records.stream().map(record -> record.id().toString()).toList(),
                records.stream().map(RecordUpsert::vector).toList(),
                records.stream().map(RecordUpsert::document).toList(),
                records.stream().map(RecordUpsert::metadata).toList());
    }
}
