package io.memlog.api.operations.deadletters;

import static io.memlog.api.operations.deadletters.DeadLetterWriteRepository.column;
import static io.memlog.api.tables.Tables.DEAD_LETTER_OFFSET;

import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.springframework.stereotype.Component;

/// How far each partition of the dead-letter topics is indexed.
@Component
final class DeadLetterPositionRepository {

    private static final String REGISTER_PARTITIONS = """
            INSERT INTO dead_letter_offset AS known (topic, "partition", topic_id, next_offset)
            SELECT topic, number, topic_id, 0 FROM unnest(?::text[], ?::int[], ?::text[]) AS seen (topic, number, topic_id)
            ORDER BY topic, number
            ON CONFLICT (topic, "partition") DO UPDATE SET topic_id = excluded.topic_id, next_offset = 0
                WHERE known.topic_id <> excluded.topic_id
            """;

    private static final String READ_POSITIONS = """
            SELECT topic, "partition", next_offset
            FROM dead_letter_offset
            WHERE (topic, "partition") IN (SELECT * FROM unnest(?::text[], ?::int[]))
            ORDER BY topic, "partition"
            """;

    private static final String ADVANCE = """
            UPDATE dead_letter_offset
            SET next_offset = done.next_offset
            FROM unnest(?::text[], ?::int[], ?::bigint[]) AS done (topic, number, next_offset)
            WHERE dead_letter_offset.topic = done.topic AND dead_letter_offset."partition" = done.number
            """;

    private final DSLContext sql;

    DeadLetterPositionRepository(DSLContext sql) {
        this.sql = sql;
    }

    void register(Map<Partition, String> topicIds) {
        sql.execute(
                REGISTER_PARTITIONS,
                topics(topicIds.keySet()),
                numbers(topicIds.keySet()),
                topicIds.values().toArray(String[]::new));
    }

    Map<Partition, Long> find(Collection<Partition> partitions) {
        return positions(sql.fetch(READ_POSITIONS, topics(partitions), numbers(partitions)));
    }

    /// Reads the positions and locks them until the transaction ends.
    Map<Partition, Long> lock(Collection<Partition> partitions) {
        return positions(sql.fetch(READ_POSITIONS + " FOR UPDATE", topics(partitions), numbers(partitions)));
    }

    void advance(List<PartitionChunk> chunks) {
        if (!chunks.isEmpty()) {
            var partitions = chunks.stream().map(PartitionChunk::partition).toList();
            sql.execute(
                    ADVANCE,
                    topics(partitions),
                    numbers(partitions),
                    column(chunks, PartitionChunk::next, Long[]::new));
        }
    }

    private static Map<Partition, Long> positions(Result<Record> rows) {
        Map<Partition, Long> positions = new HashMap<>();
        rows.forEach(row -> positions.put(
                new Partition(row.get(DEAD_LETTER_OFFSET.TOPIC), row.get(DEAD_LETTER_OFFSET.PARTITION)),
                row.get(DEAD_LETTER_OFFSET.NEXT_OFFSET)));
        return positions;
    }

    private static Object topics(Collection<Partition> partitions) {
        return column(partitions, Partition::topic, String[]::new);
    }

    private static Object numbers(Collection<Partition> partitions) {
        return column(partitions, Partition::number, Integer[]::new);
    }
}
