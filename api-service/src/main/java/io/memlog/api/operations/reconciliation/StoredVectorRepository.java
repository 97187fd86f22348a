package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.springframework.stereotype.Component;

/// Reads stored vectors in the binary array format of PostgreSQL: a header, and the length before each number.
@Component
final class StoredVectorRepository {

    private static final String FIND = """
            SELECT memory_id, version, model, dimensions, array_send(vectors) AS vectors
            FROM memory_embedding
            WHERE memory_id = ANY (?) AND cardinality(vectors) > 0
            """;

    private static final int HEADER = 5 * Integer.BYTES;

    private final DSLContext sql;

    StoredVectorRepository(DSLContext sql) {
        this.sql = sql;
    }

    Map<MemoryId, Vectors> of(Collection<MemoryId> memories) {
        Object ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
        return sql.fetch(FIND, ids).intoMap(row -> new MemoryId(row.get("memory_id", Long.class)), this::vectors);
    }

    private Vectors vectors(Record row) {
        return new Vectors(
                row.get("version", Long.class),
                row.get("model", String.class),
                row.get("dimensions", Integer.class),
                numbers(row.get("vectors", byte[].class)));
    }

    private static byte[] numbers(byte[] array) {
        var from = ByteBuffer.wrap(array).position(HEADER);
        var to = ByteBuffer.allocate((array.length - HEADER) / (2 * Integer.BYTES) * Float.BYTES);
        while (from.hasRemaining()) {
            if (from.getInt() != Float.BYTES) {
                throw new IllegalStateException("a stored vector holds something else than numbers");
            }
            to.putInt(from.getInt());
        }
        return to.array();
    }

    /// The vectors of a version of a memory.
    ///
    /// @param values big-endian float32, all vectors one after the other
    @SuppressWarnings("ArrayRecordComponent")
    record Vectors(long version, String model, int dimensions, byte[] values) {}
}
