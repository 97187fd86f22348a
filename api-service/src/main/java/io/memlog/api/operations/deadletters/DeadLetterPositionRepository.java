package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER_OFFSET;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.row;

import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.ResultQuery;
import org.jooq.SelectForUpdateStep;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// How far each partition of the dead-letter topics is indexed. Rows are locked in the order of their keys.
@Component
record DeadLetterPositionRepository(DSLContext sql) {

    private static final String CREATE_TABLES = "db/migration/afterMigrate__dead_letters.sql";

    void createMissingTables() {
        if (!sql.fetchSingle("SELECT to_regclass('dead_letter') IS NOT NULL").get(0, Boolean.class)) {
            sql.connection(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute(new ClassPathResource(CREATE_TABLES).getContentAsString(StandardCharsets.UTF_8));
                }
            });
        }
    }

    void register(Map<TopicPartition, String> topicIds) {
        var ordered = topicIds.keySet().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
        sql.batched(batch -> ordered.forEach(partition -> batch.dsl()
                .insertInto(DEAD_LETTER_OFFSET)
                .set(DEAD_LETTER_OFFSET.TOPIC, partition.topic())
                .set(DEAD_LETTER_OFFSET.PARTITION, partition.partition())
                .set(DEAD_LETTER_OFFSET.TOPIC_ID, topicIds.get(partition))
                .set(DEAD_LETTER_OFFSET.NEXT_OFFSET, 0L)
                .onConflict(DEAD_LETTER_OFFSET.TOPIC, DEAD_LETTER_OFFSET.PARTITION)
                .doUpdate()
                .set(DEAD_LETTER_OFFSET.TOPIC_ID, excluded(DEAD_LETTER_OFFSET.TOPIC_ID))
                .set(DEAD_LETTER_OFFSET.NEXT_OFFSET, 0L)
                .where(DEAD_LETTER_OFFSET.TOPIC_ID.ne(excluded(DEAD_LETTER_OFFSET.TOPIC_ID)))
                .execute()));
    }

    Map<TopicPartition, Long> find(Collection<TopicPartition> partitions) {
        return positions(select(partitions));
    }

    /// Reads the positions and locks them until the transaction ends.
    Map<TopicPartition, Long> lock(Collection<TopicPartition> partitions) {
        return positions(select(partitions).forUpdate());
    }

    void advance(List<PartitionChunk> chunks) {
        sql.batched(batch -> chunks.forEach(chunk -> batch.dsl()
                .update(DEAD_LETTER_OFFSET)
                .set(DEAD_LETTER_OFFSET.NEXT_OFFSET, chunk.next())
                .where(DEAD_LETTER_OFFSET.TOPIC.eq(chunk.partition().topic()))
                .and(DEAD_LETTER_OFFSET.PARTITION.eq(chunk.partition().partition()))
                .execute()));
    }

    private SelectForUpdateStep<Record3<String, Integer, Long>> select(Collection<TopicPartition> partitions) {
        return sql.select(DEAD_LETTER_OFFSET.TOPIC, DEAD_LETTER_OFFSET.PARTITION, DEAD_LETTER_OFFSET.NEXT_OFFSET)
                .from(DEAD_LETTER_OFFSET)
                .where(row(DEAD_LETTER_OFFSET.TOPIC, DEAD_LETTER_OFFSET.PARTITION)
                        .in(partitions.stream()
                                .map(partition -> row(partition.topic(), partition.partition()))
                                .toList()))
                .orderBy(DEAD_LETTER_OFFSET.TOPIC, DEAD_LETTER_OFFSET.PARTITION);
    }

    private static Map<TopicPartition, Long> positions(ResultQuery<Record3<String, Integer, Long>> query) {
        return query.fetchMap(row -> new TopicPartition(row.value1(), row.value2()), Record3::value3);
    }
}
