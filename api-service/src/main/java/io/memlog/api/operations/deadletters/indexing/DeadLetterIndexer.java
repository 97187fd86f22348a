package io.memlog.api.operations.deadletters.indexing;

import static java.util.stream.Collectors.groupingBy;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.consumer.kafka.LazyAdmin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Writes records to the index: together, or one by one when PostgreSQL rejects one of them, and that one
/// without its texts. Knows the position of the index in each assigned partition, from which the consumer reads.
@Component
final class DeadLetterIndexer {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterIndexer.class);

    private final DeadLetterIndex index;
    private final DeadLetterMeters meters;
    private final LazyAdmin admin;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    DeadLetterIndexer(DeadLetterIndex index, DeadLetterMeters meters, LazyAdmin admin) {
        this.index = index;
        this.meters = meters;
        this.admin = admin;
    }

    boolean knowsPositions() {
        return !positions.isEmpty();
    }

    /// The next [#refresh] seeks in every partition.
    void forgetPositions() {
        positions.clear();
    }

    /// Creates missing tables, and seeks in each assigned partition whose position in PostgreSQL is another one.
    ///
    /// @throws KafkaException when Kafka is unavailable, or an assigned partition does not exist
    void refresh(Consumer<?, ?> consumer) {
        index.prepare();
        var stored = index.positions(topicIds());
        stored.keySet().retainAll(consumer.assignment());
        if (stored.size() < consumer.assignment().size()) {
            throw new KafkaException("one of " + consumer.assignment() + " does not exist");
        }
        stored.forEach((partition, next) -> {
            if (!next.equals(positions.put(partition, next))) {
                consumer.seek(partition, next);
            }
        });
    }

    void write(List<ConsumerRecord<byte[], byte[]>> records) {
        if (!tryWrite(records, record -> Stream.of(DeadLetterParser.parse(record, true)))) {
            records.forEach(this::writeAlone);
        }
    }

    private void writeAlone(ConsumerRecord<byte[], byte[]> single) {
        var alone = List.of(single);
        if (!knowsPositions() || tryWrite(alone, record -> Stream.of(DeadLetterParser.parse(record, true)))) {
            return;
        }
        meters.countIndexError("message");
        LOG.warn("A dead letter is indexed without its texts: {}", offsetOf(single));
        if (!tryWrite(alone, record -> Stream.of(DeadLetterParser.parse(record, false)))) {
            LOG.error("A dead letter is not indexed: {}", offsetOf(single));
            tryWrite(alone, _ -> Stream.empty());
        }
    }

    /// Returns false if PostgreSQL rejects one of the records. When another instance has moved a position, all are
    /// unknown afterwards.
    private boolean tryWrite(
            List<ConsumerRecord<byte[], byte[]>> records,
            Function<ConsumerRecord<byte[], byte[]>, Stream<IndexedDeadLetter>> parse) {
        var chunks = records.stream().collect(groupingBy(DeadLetterIndexer::partition)).entrySet().stream()
                .map(entry -> chunk(entry.getKey(), entry.getValue(), parse))
                .toList();
        try {
            positions.putAll(index.index(chunks));
            if (chunks.stream().anyMatch(chunk -> positionOf(chunk.partition()) != chunk.next())) {
                forgetPositions();
            }
            return true;
        } catch (RuntimeException e) {
            if (!DatabaseErrors.isRejection(e)) {
                throw e;
            }
            LOG.warn(
                    "PostgreSQL rejects one of {} dead letters from {}",
                    records.size(),
                    offsetOf(records.getFirst()),
                    e);
            return false;
        }
    }

    private PartitionChunk chunk(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            Function<ConsumerRecord<byte[], byte[]>, Stream<IndexedDeadLetter>> parse) {
        var from = positionOf(partition);
        if (records.getFirst().offset() != from) {
            LOG.warn("{} is the oldest dead letter, where {} was expected", offsetOf(records.getFirst()), from);
        }
        var deadLetters = records.stream().flatMap(parse).toList();
        return new PartitionChunk(partition, from, records.getLast().offset() + 1, deadLetters);
    }

    private long positionOf(TopicPartition partition) {
        return Objects.requireNonNull(positions.get(partition));
    }

    /// The existing partitions, each with the id of its topic.
    private Map<TopicPartition, String> topicIds() {
        Map<TopicPartition, String> topicIds = new HashMap<>();
        var answers = admin.get().describeTopics(DeadLetterParser.CONSUMERS.keySet());
        for (var answer : answers.topicNameValues().values()) {
            try {
                var topic = answer.get();
                topic.partitions()
                        .forEach(partition -> topicIds.put(
                                new TopicPartition(topic.name(), partition.partition()),
                                topic.topicId().toString()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaException("the dead-letter topics cannot be described", e.getCause());
                }
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return topicIds;
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static String offsetOf(ConsumerRecord<byte[], byte[]> record) {
        return partition(record) + "@" + record.offset();
    }
}
