package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.api.operations.deadletters.UnstorableDeadLetterException;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.stereotype.Component;

/// Writes records to the index: together, or one by one when PostgreSQL rejects one of them, and that one
/// without its texts.
@Component
final class DeadLetterBatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBatchWriter.class);

    private final DeadLetterIndex index;
    private final DeadLetterMeters meters;

    DeadLetterBatchWriter(DeadLetterIndex index, DeadLetterMeters meters) {
        this.index = index;
        this.meters = meters;
    }

    void write(List<ConsumerRecord<byte[], byte[]>> records, PartitionPositions positions) {
        var byPartition = records.stream().collect(Collectors.groupingBy(DeadLetterBatchWriter::partition));
        byPartition.forEach((partition, chunk) -> warnOfGap(chunk.getFirst(), positions.of(partition)));
        try {
            index(
                    byPartition.values().stream()
                            .map(chunk -> chunk(chunk, positions, DeadLetterParser::parse))
                            .toList(),
                    positions);
        } catch (UnstorableDeadLetterException e) {
            records.forEach(record -> writeAlone(record, positions));
        }
    }

    private void writeAlone(ConsumerRecord<byte[], byte[]> record, PartitionPositions positions) {
        if (record.offset() < positions.of(partition(record))) {
            return;
        }
        try {
            index(List.of(chunk(List.of(record), positions, DeadLetterParser::parse)), positions);
        } catch (UnstorableDeadLetterException e) {
            meters.countIndexError("message");
            log(LOG.atWarn(), record, e).log("A dead letter is indexed without its texts");
            writeWithoutText(record, positions);
        }
    }

    private void writeWithoutText(ConsumerRecord<byte[], byte[]> record, PartitionPositions positions) {
        try {
            index(List.of(chunk(List.of(record), positions, DeadLetterParser::parseWithoutText)), positions);
        } catch (UnstorableDeadLetterException e) {
            log(LOG.atError(), record, e).log("A dead letter is not indexed");
            skip(record, positions);
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, PartitionPositions positions) {
        var partition = partition(record);
        try {
            index(
                    List.of(new PartitionChunk(partition, positions.of(partition), record.offset() + 1, List.of())),
                    positions);
        } catch (UnstorableDeadLetterException e) {
            throw new IllegalStateException("an empty chunk holds nothing to reject", e);
        }
    }

    private void index(List<PartitionChunk> chunks, PartitionPositions positions) throws UnstorableDeadLetterException {
        var indexed = index.index(chunks);
        for (var chunk : chunks) {
            var position = indexed.positions().get(chunk.partition());
            if (position == null) {
                throw new IllegalStateException("the index has lost its position in " + chunk.partition());
            }
            positions.advance(chunk.partition(), chunk.next(), position);
        }
        indexed.failedReplays().forEach(failed -> meters.countFailedReplay(failed.consumer(), failed.parked()));
    }

    /// Retention, or lost data: the topic no longer holds the position of the index.
    private static void warnOfGap(ConsumerRecord<byte[], byte[]> first, long expected) {
        if (first.offset() != expected) {
            LOG.atWarn()
                    .addKeyValue("at", offsetOf(first))
                    .addKeyValue("expected", expected)
                    .log(
                            "A dead-letter topic no longer holds the next offset; the indexer continues with the oldest record");
        }
    }

    private static LoggingEventBuilder log(
            LoggingEventBuilder level, ConsumerRecord<byte[], byte[]> record, UnstorableDeadLetterException rejection) {
        return level.setCause(rejection).addKeyValue("at", offsetOf(record));
    }

    private static PartitionChunk chunk(
            List<ConsumerRecord<byte[], byte[]>> records,
            PartitionPositions positions,
            BiFunction<ConsumerRecord<byte[], byte[]>, Projection, IndexedDeadLetter> parse) {
        var last = records.getLast();
        var partition = partition(last);
        var consumer = DeadLetterTopics.consumer(last.topic());
        return new PartitionChunk(
                partition,
                positions.of(partition),
                last.offset() + 1,
                records.stream().map(record -> parse.apply(record, consumer)).toList());
    }

    private static Partition partition(ConsumerRecord<byte[], byte[]> record) {
        return new Partition(record.topic(), record.partition());
    }

    private static String offsetOf(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
