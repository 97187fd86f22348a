package io.memlog.api.operations.deadletters;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.operations.deadletters.DeadLetterWriteRepository.NewRow;
import io.memlog.schemas.topic.Projection;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The index of the dead-letter topics and its position in each partition. Any number of instances may write
/// it: a chunk that starts at another position than the index is ignored.
@Component
public final class DeadLetterIndex {

    private final DeadLetterPositionRepository positions;
    private final DeadLetterHistoryRepository histories;
    private final DeadLetterWriteRepository rows;
    private final DeadLetterProjector projector;
    private final TransactionOperations transaction;

    DeadLetterIndex(
            DeadLetterPositionRepository positions,
            DeadLetterHistoryRepository histories,
            DeadLetterWriteRepository rows,
            DeadLetterProjector projector,
            TransactionOperations transaction) {
        this.positions = positions;
        this.histories = histories;
        this.rows = rows;
        this.projector = projector;
        this.transaction = transaction;
    }

    /// A partition of a dead-letter topic.
    public record Partition(String topic, int number) implements Comparable<Partition> {

        private static final Comparator<Partition> ORDER =
                Comparator.comparing(Partition::topic).thenComparingInt(Partition::number);

        @Override
        public int compareTo(Partition other) {
            return ORDER.compare(this, other);
        }
    }

    /// Consecutive records of one partition.
    ///
    /// @param from the expected position of the index
    /// @param next the position after these records
    public record PartitionChunk(Partition partition, long from, long next, List<IndexedDeadLetter> records) {

        public PartitionChunk {
            records = List.copyOf(records);
        }
    }

    /// @param positions     of the index in the chunks' partitions; another instance may have moved them
    /// @param failedReplays that were not known before
    public record Indexed(Map<Partition, Long> positions, List<FailedReplay> failedReplays) {}

    /// @param parked whether the failure parked the dead letter
    public record FailedReplay(Projection consumer, boolean parked) {}

    /// Creates missing tables; they are filled again from the beginning of the topics.
    public void prepare() {
        transaction.executeWithoutResult(_ -> rows.createMissingTables());
    }

    /// The next offsets of these partitions. A topic with another id than before is new and starts at 0.
    ///
    /// @param topicIds Kafka's id of each partition's topic
    public Map<Partition, Long> positions(Map<Partition, String> topicIds) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            positions.register(topicIds);
            return positions.find(topicIds.keySet());
        }));
    }

    /// Writes records and moves the positions in one transaction.
    ///
    /// @throws UnstorableDeadLetterException when PostgreSQL rejects a record; nothing was written
    public Indexed index(List<PartitionChunk> chunks) throws UnstorableDeadLetterException {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> indexCurrent(chunks)));
        } catch (RuntimeException e) {
            if (DatabaseErrors.isRejection(e)) {
                throw new UnstorableDeadLetterException(e);
            }
            throw e;
        }
    }

    /// The positions stay locked until the end, so a chunk that another instance has indexed is recognised.
    private Indexed indexCurrent(List<PartitionChunk> chunks) {
        var stored = positions.lock(
                chunks.stream().map(PartitionChunk::partition).sorted().toList());
        var current = chunks.stream()
                .filter(chunk -> Objects.equals(stored.get(chunk.partition()), chunk.from()))
                .toList();
        var failedReplays = write(
                current.stream().flatMap(chunk -> chunk.records().stream()).toList());
        positions.advance(current);
        current.forEach(chunk -> stored.put(chunk.partition(), chunk.next()));
        return new Indexed(stored, failedReplays);
    }

    /// Writes the failures first and then projects each dead letter from its whole history, because replays,
    /// events and failures become known in any order.
    private List<FailedReplay> write(List<IndexedDeadLetter> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        var byId = records.stream()
                .collect(Collectors.groupingBy(IndexedDeadLetter::id, TreeMap::new, Collectors.toUnmodifiableList()));
        rows.lock(byId.keySet());
        var added = histories.add(earliest(records));
        var found = histories.find(byId.keySet());
        var known = rows.findKnown(byId.keySet());
        List<NewRow> newRows = new ArrayList<>();
        List<IndexedDeadLetter> newContent = new ArrayList<>();
        List<IndexedDeadLetter> newOrigins = new ArrayList<>();
        Map<DeadLetterId, DeadLetterHistory> knownHistories = new TreeMap<>();
        byId.forEach((id, ownRecords) -> {
            var history = Objects.requireNonNull(found.get(id));
            var first = recordOf(history.first(), ownRecords);
            var last = recordOf(history.last(), ownRecords);
            if (known.contains(id)) {
                last.ifPresent(newContent::add);
                first.ifPresent(newOrigins::add);
                knownHistories.put(id, history);
            } else {
                newRows.add(new NewRow(last.orElseThrow(), first.orElseThrow(), history));
            }
        });
        rows.insert(newRows);
        rows.updateContent(newContent);
        rows.updateOrigin(newOrigins);
        rows.updateSnapshots(knownHistories);
        return failedReplays(added, found);
    }

    /// One record for each dead letter and replay.
    private static Collection<IndexedDeadLetter> earliest(List<IndexedDeadLetter> records) {
        return records.stream()
                .collect(Collectors.toMap(
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

    private List<FailedReplay> failedReplays(
            List<IndexedDeadLetter> added, Map<DeadLetterId, DeadLetterHistory> found) {
        Set<DeadLetterId> counted = new HashSet<>();
        return added.stream()
                .filter(record -> record.failure().replay() > 0)
                .map(record -> new FailedReplay(
                        record.consumer(), counted.add(record.id()) && isParked(found.get(record.id()))))
                .toList();
    }

    private boolean isParked(@Nullable DeadLetterHistory history) {
        return history != null && projector.project(history).state() == DeadLetterState.PARKED;
    }
}
