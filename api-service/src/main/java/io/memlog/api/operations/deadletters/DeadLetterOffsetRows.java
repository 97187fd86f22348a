package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.Slice;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.springframework.stereotype.Component;

/// The table `dead_letter_offset`.
@Component
final class DeadLetterOffsetRows {

    private static final String REGISTER = """
            INSERT INTO dead_letter_offset AS known (topic, "partition", topic_id, next_offset)
            SELECT topic, number, topic_id, 0 FROM unnest(?::text[], ?::int[], ?::text[]) AS seen (topic, number, topic_id)
            ORDER BY topic, number
            ON CONFLICT (topic, "partition") DO UPDATE SET topic_id = excluded.topic_id, next_offset = 0
                WHERE known.topic_id <> excluded.topic_id
            """;

    private static final String READ = """
            SELECT topic, "partition", next_offset
            FROM dead_letter_offset
            WHERE (topic, "partition") IN (SELECT * FROM unnest(?::text[], ?::int[]))
            ORDER BY topic, "partition"
            """;

    private static final String LOCK = READ + " FOR UPDATE";

    private static final String ADVANCE = """
            UPDATE dead_letter_offset
            SET next_offset = done.next_offset
            FROM unnest(?::text[], ?::int[], ?::bigint[]) AS done (topic, number, next_offset)
            WHERE dead_letter_offset.topic = done.topic AND dead_letter_offset."partition" = done.number
            """;

    private final DSLContext sql;

    DeadLetterOffsetRows(DSLContext sql) {
        this.sql = sql;
    }

    void register(Map<Partition, String> topicIds) {
        sql.execute(
                REGISTER,
                topics(topicIds.keySet()),
                numbers(topicIds.keySet()),
                topicIds.values().toArray(String[]::new));
    }

    Map<Partition, Long> read(Collection<Partition> partitions) {
        return positions(sql.fetch(READ, topics(partitions), numbers(partitions)));
    }

    /// Reads, and keeps everybody else from moving these positions until the transaction ends.
    Map<Partition, Long> lock(Collection<Partition> partitions) {
        return positions(sql.fetch(LOCK, topics(partitions), numbers(partitions)));
    }

    void advance(List<Slice> slices) {
        if (!slices.isEmpty()) {
            var partitions = slices.stream().map(Slice::partition).toList();
            Object next = column(slices, Slice::next, Long[]::new);
            sql.execute(ADVANCE, topics(partitions), numbers(partitions), next);
        }
    }

    private static Map<Partition, Long> positions(Result<Record> rows) {
        Map<Partition, Long> positions = new HashMap<>();
        rows.forEach(row -> positions.put(
                new Partition(row.get("topic", String.class), row.get("partition", Integer.class)),
                row.get("next_offset", Long.class)));
        return positions;
    }

    private static Object topics(Collection<Partition> partitions) {
        return column(partitions, Partition::topic, String[]::new);
    }

    private static Object numbers(Collection<Partition> partitions) {
        return column(partitions, Partition::number, Integer[]::new);
    }

    private static <E, T> Object column(Collection<E> elements, Function<E, T> value, IntFunction<T[]> array) {
        return elements.stream().map(value).toArray(array);
    }
}
