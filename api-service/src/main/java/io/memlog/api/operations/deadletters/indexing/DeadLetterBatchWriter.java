package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.api.operations.deadletters.UnstorableDeadLetterException;
import io.memlog.schemas.topic.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes records to the index: together, or one by one when PostgreSQL rejects one of them, and that one
/// without its texts.
final class DeadLetterBatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBatchWriter.class);

    private final DeadLetterIndex index;
    private final DeadLetterMeters meters;

    DeadLetterBatchWriter(DeadLetterIndex index, DeadLetterMeters meters) {
        this.index = index;
        this.meters = meters;
    }

    void write(ConsumerRecords<byte[], byte[]> records, PartitionPositions positions) {
        List<PartitionChunk> chunks = new ArrayList<>();
        for (var partition : records.partitions()) {
            var from = positions.of(new Partition(partition.topic(), partition.partition()));
            chunks.add(chunk(records.records(partition), from, DeadLetterParser::parse));
        }
        try {
            index(chunks, positions);
        } catch (UnstorableDeadLetterException e) {
            positions.rewind();
            records.forEach(record -> writeAlone(record, positions));
        }
    }

    private void writeAlone(ConsumerRecord<byte[], byte[]> record, PartitionPositions positions) {
        var from = positions.of(new Partition(record.topic(), record.partition()));
        if (record.offset() < from) {
            return;
        }
        try {
            index(List.of(chunk(List.of(record), from, DeadLetterParser::parse)), positions);
        } catch (UnstorableDeadLetterException e) {
            writeWithoutText(record, from, positions, e);
        }
    }

    private void writeWithoutText(
            ConsumerRecord<byte[], byte[]> record,
            long from,
            PartitionPositions positions,
            UnstorableDeadLetterException rejection) {
        meters.countIndexError("message");
        var position = record.topic() + "-" + record.partition() + "@" + record.offset();
        LOG.atWarn().setCause(rejection).addKeyValue("at", position).log("A dead letter is indexed without its texts");
        try {
            index(List.of(chunk(List.of(record), from, DeadLetterParser::parseWithoutText)), positions);
        } catch (UnstorableDeadLetterException e) {
            LOG.atError().setCause(e).addKeyValue("at", position).log("A dead letter is not indexed");
            var partition = new Partition(record.topic(), record.partition());
            skip(new PartitionChunk(partition, from, record.offset() + 1, List.of()), positions);
        }
    }

    private void skip(PartitionChunk empty, PartitionPositions positions) {
        try {
            index(List.of(empty), positions);
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

    private static PartitionChunk chunk(
            List<ConsumerRecord<byte[], byte[]>> records,
            long from,
            BiFunction<ConsumerRecord<byte[], byte[]>, Projection, IndexedDeadLetter> parse) {
        var last = records.getLast();
        var consumer = DeadLetterTopics.consumer(last.topic());
        return new PartitionChunk(
                new Partition(last.topic(), last.partition()),
                from,
                last.offset() + 1,
                records.stream().map(record -> parse.apply(record, consumer)).toList());
    }
}
