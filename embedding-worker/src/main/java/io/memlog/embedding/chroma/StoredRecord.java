package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Embedding;
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

    RecordId id() {
        return RecordId.parse(answer.ids().get(index));
    }

    long version() {
        return metadata().path(RecordMetadata.VERSION).asLong();
    }

    String model() {
        return metadata().path(RecordMetadata.MODEL).asString("");
    }

    Embedding vector() {
        return Objects.requireNonNull(answer.embeddings()).get(index);
    }

    /// The ids of all records of the memory whose first record this is.
    Stream<RecordId> allOfItsMemory() {
        return IntStream.range(0, chunks()).mapToObj(chunk -> new RecordId(id().memory(), chunk));
    }

    int chunks() {
        return metadata().path(RecordMetadata.CHUNKS).asInt();
    }

    private JsonNode metadata() {
        return answer.metadata(index);
    }
}
