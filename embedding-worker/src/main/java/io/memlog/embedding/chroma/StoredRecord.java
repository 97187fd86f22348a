package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// One record of an answer.
record StoredRecord(ChromaApi.Records answer, int index) {

    static List<StoredRecord> all(ChromaApi.Records answer) {
        return IntStream.range(0, answer.ids().size())
                .mapToObj(i -> new StoredRecord(answer, i))
                .toList();
    }

    /// The id as it is, which may be none of ours.
    String name() {
        return answer.ids().get(index);
    }

    RecordId id() {
        return RecordId.parse(name());
    }

    /// 0 where it cannot be read.
    long version() {
        return metadata().path(RecordMetadata.VERSION).asLong(0);
    }

    String model() {
        return metadata().path(RecordMetadata.MODEL).asString("");
    }

    Embedding vector() {
        return Objects.requireNonNull(answer.embeddings()).get(index);
    }

    /// The ids of all records of the memory whose first record this is.
    Stream<RecordId> idsOfMemory() {
        return IntStream.range(0, chunks()).mapToObj(chunk -> new RecordId(id().memory(), chunk));
    }

    int chunks() {
        return metadata().path(RecordMetadata.CHUNKS).asInt(0);
    }

    /// Whether it says of itself what its id says, and is one of as many pieces as it says there are.
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
        return answer.metadata(index);
    }
}
