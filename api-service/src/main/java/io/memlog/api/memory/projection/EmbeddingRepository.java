package io.memlog.api.memory.projection;

import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.memory.Embedding;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// The vectors of the memories, as embedding-worker made them.
@Component
record EmbeddingRepository(DSLContext sql) {

    /// A repeated report does not write the same row again.
    private static final String RECORD = """
            INSERT INTO memory_embedding AS known (memory_id, version, model, dimensions, vectors)
            SELECT memory_id, ?, ?, ?, ?::real[] FROM memory_log WHERE memory_id = ? AND deleted_at IS NULL
            ON CONFLICT (memory_id) DO UPDATE
                SET version = excluded.version, model = excluded.model,
                    dimensions = excluded.dimensions, vectors = excluded.vectors
                WHERE excluded.version > known.version
                   OR excluded.version = known.version AND excluded.model <> known.model
            """;

    /// Keeps the newest vectors of each memory that is not deleted.
    void record(Collection<EmbeddingGenerated> generated) {
        var newest = generated.stream()
                .collect(Collectors.toMap(
                        event -> event.key().id(),
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparingLong(EmbeddingGenerated::version)),
                        TreeMap::new))
                .values();
        if (newest.isEmpty()) {
            return;
        }
        var batch = sql.batch(RECORD);
        for (var embedding : newest) {
            batch = batch.bind(
                    embedding.version(),
                    embedding.model(),
                    embedding.vectors().getFirst().dimensions(),
                    flat(embedding.vectors()),
                    embedding.key().id().value());
        }
        batch.execute();
    }

    private static Float[] flat(List<Embedding> vectors) {
        return vectors.stream()
                .map(Embedding::toArray)
                .flatMap(values -> IntStream.range(0, values.length).mapToObj(i -> values[i]))
                .toArray(Float[]::new);
    }
}
