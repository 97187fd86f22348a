package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.api.operations.deadletters.UnstorableDeadLetterException;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
        if (!tryIndex(records, positions, record -> Stream.of(DeadLetterParser.parse(record, consumer(record))))) {
            records.forEach(record -> writeAlone(record, positions));
        }
    }

    private void writeAlone(ConsumerRecord<byte[], byte[]> record, PartitionPositions positions) {
        var alone = List.of(record);
        if (!positions.areKnown()
                || tryIndex(alone, positions, _ -> Stream.of(DeadLetterParser.parse(record, consumer(record))))) {
            return;
        }
        meters.countIndexError("message");
        LOG.atWarn().addKeyValue("at", offsetOf(record)).log("A dead letter is indexed without its texts");
        if (!tryIndex(alone, positions, _ -> Stream.of(DeadLetterParser.parseWithoutText(record, consumer(record))))) {
            LOG.atError().addKeyValue("at", offsetOf(record)).log("A dead letter is not indexed");
            tryIndex(alone, positions, _ -> Stream.empty());
        }
    }

    /// Returns false if PostgreSQL rejects one of the records.
    private boolean tryIndex(
            List<ConsumerRecord<byte[], byte[]>> records,
            PartitionPositions positions,
            Function<ConsumerRecord<byte[], byte[]>, Stream<IndexedDeadLetter>> parse) {
        var chunks =
                records.stream().collect(Collectors.groupingBy(DeadLetterBatchWriter::partition)).entrySet().stream()
                        .map(entry -> chunk(entry.getKey(), entry.getValue(), positions, parse))
                        .toList();
        try {
            var indexed = index.index(chunks);
            positions.advance(chunks, indexed.positions());
            indexed.failedReplays().forEach(failed -> meters.countFailedReplay(failed.consumer(), failed.parked()));
            return true;
        } catch (UnstorableDeadLetterException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("at", offsetOf(records.getFirst()))
                    .addKeyValue("records", records.size())
                    .log("PostgreSQL rejects a dead letter");
            return false;
        }
    }

    private static PartitionChunk chunk(
            Partition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            PartitionPositions positions,
            Function<ConsumerRecord<byte[], byte[]>, Stream<IndexedDeadLetter>> parse) {
        var from = positions.of(partition);
        if (records.getFirst().offset() != from) {
            LOG.atWarn()
                    .addKeyValue("at", offsetOf(records.getFirst()))
                    .addKeyValue("expected", from)
                    .log("A dead-letter topic no longer holds the next offset; the indexer continues with the oldest");
        }
        return new PartitionChunk(
                partition,
                from,
                records.getLast().offset() + 1,
                records.stream().flatMap(parse).toList());
    }

    private static Projection consumer(ConsumerRecord<byte[], byte[]> record) {
        return DeadLetterTopics.consumer(record.topic());
    }

    private static Partition partition(ConsumerRecord<byte[], byte[]> record) {
        return new Partition(record.topic(), record.partition());
    }

    private static String offsetOf(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
