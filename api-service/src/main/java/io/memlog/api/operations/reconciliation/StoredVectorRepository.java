package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.MEMORY_EMBEDDING;

import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.PrecomputedEmbedding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// Reads the vectors that embedding-worker made, as the headers of a message.
@Component
final class StoredVectorRepository {

    /// 2 MiB: together with the largest memory well below the maximum size of a message.
    private static final int MAX_NUMBERS = 2 * 1024 * 1024 / Float.BYTES;

    private final DSLContext sql;

    StoredVectorRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// The vectors of a version of a memory.
    record Vectors(long version, List<ReplayMessage.Header> headers) {}

    /// Leaves out memories whose vectors do not fit into a message.
    Map<MemoryId, Vectors> find(Collection<MemoryId> memories) {
        return sql.selectFrom(MEMORY_EMBEDDING)
                .where(MEMORY_EMBEDDING.MEMORY_ID.eq(
                        DSL.any(memories.stream().map(MemoryId::value).toArray(Long[]::new))))
                .and(DSL.cardinality(MEMORY_EMBEDDING.VECTORS).between(1, MAX_NUMBERS))
                .fetchMap(
                        row -> new MemoryId(row.get(MEMORY_EMBEDDING.MEMORY_ID)),
                        row -> new Vectors(row.get(MEMORY_EMBEDDING.VERSION), headers(row)));
    }

    private static List<ReplayMessage.Header> headers(Record row) {
        var numbers = row.get(MEMORY_EMBEDDING.VECTORS);
        var values = ByteBuffer.allocate(numbers.length * Float.BYTES);
        for (var number : numbers) {
            values.putFloat(number);
        }
        return List.of(
                new ReplayMessage.Header(PrecomputedEmbedding.MODEL, utf8(row.get(MEMORY_EMBEDDING.MODEL))),
                new ReplayMessage.Header(
                        PrecomputedEmbedding.DIMENSIONS, utf8(String.valueOf(row.get(MEMORY_EMBEDDING.DIMENSIONS)))),
                new ReplayMessage.Header(PrecomputedEmbedding.VECTORS, values.array()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
