package io.memlog.api.deadletters.follow;

import io.memlog.api.deadletters.BuriedLetter;
import io.memlog.api.deadletters.DeadLetterMeters;
import io.memlog.api.deadletters.LetterIndex;
import io.memlog.api.deadletters.LetterIndex.Indexed;
import io.memlog.api.deadletters.LetterIndex.Partition;
import io.memlog.api.deadletters.LetterIndex.Slice;
import io.memlog.api.deadletters.RefusedLetterException;
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
final class Indexing {

    private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);

    private final LetterIndex index;
    private final DeadLetterMeters meters;

    Indexing(LetterIndex index, DeadLetterMeters meters) {
        this.index = index;
        this.meters = meters;
    }

    void index(ConsumerRecords<byte[], byte[]> messages, Positions positions) {
        List<Slice> slices = new ArrayList<>();
        for (var partition : messages.partitions()) {
            var records = messages.records(partition);
            var from = positions.of(new Partition(partition.topic(), partition.partition()));
            slices.add(slice(records, from, LetterReader::read));
        }
        try {
            settle(slices, positions);
        } catch (RefusedLetterException e) {
            positions.rewind();
            for (var partition : messages.partitions()) {
                messages.records(partition).forEach(message -> alone(message, positions));
            }
        }
    }

    private void alone(ConsumerRecord<byte[], byte[]> message, Positions positions) {
        var from = positions.of(new Partition(message.topic(), message.partition()));
        if (message.offset() < from) {
            return;
        }
        try {
            settle(List.of(slice(List.of(message), from, LetterReader::read)), positions);
        } catch (RefusedLetterException refused) {
            bare(message, from, positions, refused);
        }
    }

    private void bare(
            ConsumerRecord<byte[], byte[]> message, long from, Positions positions, RefusedLetterException refused) {
        meters.indexError("message");
        var place = message.topic() + "-" + message.partition() + "@" + message.offset();
        LOG.atWarn().setCause(refused).addKeyValue("at", place).log("A dead letter is indexed without its texts");
        try {
            settle(List.of(slice(List.of(message), from, LetterReader::bare)), positions);
        } catch (RefusedLetterException e) {
            LOG.atError().setCause(e).addKeyValue("at", place).log("A dead letter is not indexed");
            var partition = new Partition(message.topic(), message.partition());
            skip(new Slice(partition, from, message.offset() + 1, List.of()), positions);
        }
    }

    private void skip(Slice nothing, Positions positions) {
        try {
            settle(List.of(nothing), positions);
        } catch (RefusedLetterException e) {
            throw new IllegalStateException("an empty slice holds nothing to refuse", e);
        }
    }

    private void settle(List<Slice> slices, Positions positions) throws RefusedLetterException {
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
            BiFunction<ConsumerRecord<byte[], byte[]>, Projection, BuriedLetter> read) {
        var last = records.getLast();
        var consumer = DeadLetterTopics.consumer(last.topic());
        return new Slice(
                new Partition(last.topic(), last.partition()),
                from,
                last.offset() + 1,
                records.stream().map(record -> read.apply(record, consumer)).toList());
    }
}
