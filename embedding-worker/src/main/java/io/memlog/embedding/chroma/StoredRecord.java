package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// One record of a response.
record StoredRecord(ChromaApi.Records response, int index) {

    static List<StoredRecord> all(ChromaApi.Records response) {
        return IntStream.range(0, response.ids().size())
                .mapToObj(i -> new StoredRecord(response, i))
                .toList();
    }

    /// The raw id, which need not be a record id of this index.
    String name() {
        return response.ids().get(index);
    }

    RecordId id() {
        return RecordId.parse(name());
    }

    /// 0 if it is missing or not a number.
    long version() {
        return metadata().path(RecordMetadata.VERSION).asLong(0);
    }

    String model() {
        return metadata().path(RecordMetadata.MODEL).asString("");
    }

    Embedding vector() {
        return Objects.requireNonNull(response.embeddings()).get(index);
    }

    /// The ids of all records of the memory whose first record this is.
    Stream<RecordId> idsOfMemory() {
        return IntStream.range(0, chunks()).mapToObj(chunk -> new RecordId(id().memory(), chunk));
    }

    int chunks() {
        return metadata().path(RecordMetadata.CHUNKS).asInt(0);
    }

    /// Whether its metadata agrees with its id, and its index is within its number of chunks.
    boolean isChunkOf(MemoryId memory) {
        var chunk = metadata().path(RecordMetadata.CHUNK).asInt(-1);
        return chunk >= 0
                && chunk < chunks()
                && name().equals(new RecordId(memory, chunk).toString())
                && metadata().path(RecordMetadata.MEMORY).asLong(0) == memory.value();
    }

    boolean isLike(StoredRecord other) {
        return version() == other.version() && chunks() == other.chunks() && model().equals(other.model());
    }

    JsonNode metadata() {
        return response.metadata(index);
    }
}
