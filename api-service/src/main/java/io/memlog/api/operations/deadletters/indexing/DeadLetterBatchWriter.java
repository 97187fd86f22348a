package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository;
import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.Indexed;
import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.Slice;
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

/// Brings messages into the index: together, or one by one when one of them is refused, and that one without
/// its texts.
final class DeadLetterBatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBatchWriter.class);

    private final DeadLetterIndexRepository index;
    private final DeadLetterMeters meters;

    DeadLetterBatchWriter(DeadLetterIndexRepository index, DeadLetterMeters meters) {
        this.index = index;
        this.meters = meters;
    }

    void index(ConsumerRecords<byte[], byte[]> messages, PartitionPositions positions) {
        List<Slice> slices = new ArrayList<>();
        for (var partition : messages.partitions()) {
            var records = messages.records(partition);
            var from = positions.of(new Partition(partition.topic(), partition.partition()));
            slices.add(slice(records, from, DeadLetterParser::read));
        }
        try {
            settle(slices, positions);
        } catch (UnstorableDeadLetterException e) {
            positions.rewind();
            for (var partition : messages.partitions()) {
                messages.records(partition).forEach(message -> alone(message, positions));
            }
        }
    }

    private void alone(ConsumerRecord<byte[], byte[]> message, PartitionPositions positions) {
        var from = positions.of(new Partition(message.topic(), message.partition()));
        if (message.offset() < from) {
            return;
        }
        try {
            settle(List.of(slice(List.of(message), from, DeadLetterParser::read)), positions);
        } catch (UnstorableDeadLetterException refused) {
            bare(message, from, positions, refused);
        }
    }

    private void bare(
            ConsumerRecord<byte[], byte[]> message,
            long from,
            PartitionPositions positions,
            UnstorableDeadLetterException refused) {
        meters.indexError("message");
        var place = message.topic() + "-" + message.partition() + "@" + message.offset();
        LOG.atWarn().setCause(refused).addKeyValue("at", place).log("A dead letter is indexed without its texts");
        try {
            settle(List.of(slice(List.of(message), from, DeadLetterParser::bare)), positions);
        } catch (UnstorableDeadLetterException e) {
            LOG.atError().setCause(e).addKeyValue("at", place).log("A dead letter is not indexed");
            var partition = new Partition(message.topic(), message.partition());
            skip(new Slice(partition, from, message.offset() + 1, List.of()), positions);
        }
    }

    private void skip(Slice nothing, PartitionPositions positions) {
        try {
            settle(List.of(nothing), positions);
        } catch (UnstorableDeadLetterException e) {
            throw new IllegalStateException("an empty slice holds nothing to refuse", e);
        }
    }

    private void settle(List<Slice> slices, PartitionPositions positions) throws UnstorableDeadLetterException {
        Indexed indexed = index.index(slices);
        for (var slice : slices) {
            var position = indexed.positions().get(slice.partition());
            if (position == null) {
                throw new IllegalStateException("the index has lost its position in " + slice.partition());
            }
            positions.reached(slice.partition(), slice.next(), position);
        }
        indexed.failed().forEach(failed -> meters.failed(failed.consumer(), failed.parked()));
    }

    private static Slice slice(
            List<ConsumerRecord<byte[], byte[]>> records,
            long from,
            BiFunction<ConsumerRecord<byte[], byte[]>, Projection, IndexedDeadLetter> read) {
        var last = records.getLast();
        var consumer = DeadLetterTopics.consumer(last.topic());
        return new Slice(
                new Partition(last.topic(), last.partition()),
                from,
                last.offset() + 1,
                records.stream().map(record -> read.apply(record, consumer)).toList());
    }
}
