package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.MemoryVectors;
import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A record to be written: one piece of a memory.
record NewRecord(RecordId id, String document, Embedding vector, Map<String, @Nullable Object> metadata) {

    static Stream<NewRecord> of(MemoryVectors memory, FormerRecords former) {
        return IntStream.range(0, memory.pieces().size()).mapToObj(chunk -> {
            var id = new RecordId(memory.key().id(), chunk);
            var piece = memory.pieces().get(chunk);
            return new NewRecord(
                    id, piece.text(), piece.vector(), RecordMetadata.of(memory, chunk, former.metadataOf(id)));
        });
    }

    static ChromaApi.Upsert request(List<NewRecord> records) {
        return new ChromaApi.Upsert(
                records.stream().map(record -> record.id().toString()).toList(),
                records.stream().map(NewRecord::vector).toList(),
                records.stream().map(NewRecord::document).toList(),
                records.stream().map(NewRecord::metadata).toList());
    }
}
