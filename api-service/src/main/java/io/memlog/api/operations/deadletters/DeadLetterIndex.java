package io.memlog.api.operations.deadletters;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.memlog.api.operations.deadletters.DeadLetterWriteRepository.NewRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The index of the dead-letter topics and its position in each partition. Any number of instances may write
/// it: a chunk that starts at another position than the index is ignored.
@Component
public final class DeadLetterIndex {

    private final DeadLetterPositionRepository positions;
    private final DeadLetterHistoryRepository histories;
    private final DeadLetterWriteRepository rows;
    private final DeadLetterMeters meters;
    private final DeadLetterProperties properties;
    private final TransactionOperations transaction;

    DeadLetterIndex(
            DeadLetterPositionRepository positions,
            DeadLetterHistoryRepository histories,
            DeadLetterWriteRepository rows,
            DeadLetterMeters meters,
            DeadLetterProperties properties,
            TransactionOperations transaction) {
        this.positions = positions;
        this.histories = histories;
        this.rows = rows;
        this.meters = meters;
        this.properties = properties;
        this.transaction = transaction;
    }

    /// Consecutive records of one partition.
    ///
    /// @param from the expected position of the index
    /// @param next the position after these records
    public record PartitionChunk(TopicPartition partition, long from, long next, List<IndexedDeadLetter> records) {

        public PartitionChunk {
            records = List.copyOf(records);
        }
    }

    /// Creates missing tables; they are filled again from the beginning of the topics.
    public void prepare() {
        transaction.executeWithoutResult(_ -> rows.createMissingTables());
    }

    /// The next offsets of these partitions. A topic with another id than before is new and starts at 0.
    ///
    /// @param topicIds Kafka's id of each partition's topic
    public Map<TopicPartition, Long> positions(Map<TopicPartition, String> topicIds) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            positions.register(topicIds);
            return positions.find(topicIds.keySet());
        }));
    }

    /// Writes records and moves the positions in one transaction. The positions stay locked until the end, so a chunk
    /// that another instance has indexed is recognised.
    ///
    /// @return the positions afterwards; another instance may have moved them
    public Map<TopicPartition, Long> index(List<PartitionChunk> chunks) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var stored = positions.lock(
                    chunks.stream().map(PartitionChunk::partition).toList());
            var current = chunks.stream()
                    .filter(chunk -> Objects.equals(stored.get(chunk.partition()), chunk.from()))
                    .toList();
            write(current.stream().flatMap(chunk -> chunk.records().stream()).toList());
            positions.advance(current);
            current.forEach(chunk -> stored.put(chunk.partition(), chunk.next()));
            return stored;
        }));
    }

    /// Writes the failures first and then projects each dead letter from its whole history, because replays,
    /// events and failures become known in any order.
    private void write(List<IndexedDeadLetter> records) {
        if (records.isEmpty()) {
            return;
        }
        var byId = records.stream().collect(groupingBy(IndexedDeadLetter::id, TreeMap::new, toUnmodifiableList()));
        rows.lock(byId.keySet());
        var added = histories.add(earliest(records));
        var found = histories.find(byId.keySet());
        var known = rows.findKnown(byId.keySet());
        List<NewRow> newRows = new ArrayList<>();
        List<IndexedDeadLetter> newContent = new ArrayList<>();
        List<IndexedDeadLetter> newOrigins = new ArrayList<>();
        found.forEach((id, history) -> {
            var ownRecords = Objects.requireNonNull(byId.get(id));
            var first = recordOf(history.failures().getFirst(), ownRecords);
            var last = recordOf(history.failures().getLast(), ownRecords);
            if (known.contains(id)) {
                last.ifPresent(newContent::add);
                first.ifPresent(newOrigins::add);
            } else {
                newRows.add(new NewRow(last.orElseThrow(), first.orElseThrow(), history));
            }
        });
        rows.insert(newRows);
        rows.updateContent(newContent);
        rows.updateOrigin(newOrigins);
        countFailedReplays(added, found);
        found.keySet().retainAll(known);
        rows.updateSnapshots(found);
    }

    /// One record for each dead letter and replay.
    private static Collection<IndexedDeadLetter> earliest(List<IndexedDeadLetter> records) {
        return records.stream()
                .collect(toMap(
                        record -> Map.entry(record.id(), record.failure().replay()),
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparing(IndexedDeadLetter::failure, Failure.ORDER))))
                .values();
    }

    private static Optional<IndexedDeadLetter> recordOf(Failure failure, List<IndexedDeadLetter> records) {
        return records.stream()
                .filter(record -> record.failure().position().equals(failure.position()))
                .findFirst();
    }

    private void countFailedReplays(List<IndexedDeadLetter> added, Map<DeadLetterId, DeadLetterHistory> found) {
        Set<DeadLetterId> parked = new HashSet<>();
        found.forEach((id, history) -> {
            if (history.snapshot(properties.maxReplays()).state() == DeadLetterState.PARKED) {
                parked.add(id);
            }
        });
        DeadLetterMeters.afterCommit(() -> added.stream()
                .filter(record -> record.failure().replay() > 0)
                .forEach(record -> meters.countFailedReplay(record.consumer(), parked.remove(record.id()))));
    }
}
