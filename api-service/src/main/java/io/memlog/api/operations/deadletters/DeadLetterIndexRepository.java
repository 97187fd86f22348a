package io.memlog.api.operations.deadletters;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.schemas.topic.Projection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The index of the dead-letter topics, and how far it has come in each partition. Any number of instances
/// may write it: a position that has moved meanwhile turns a writer down.
@Component
public final class DeadLetterIndexRepository {

    private final DeadLetterTables tables;
    private final DeadLetterOffsetRows offsets;
    private final DeadLetterWriter letters;
    private final TransactionOperations transaction;

    DeadLetterIndexRepository(
            DeadLetterTables tables,
            DeadLetterOffsetRows offsets,
            DeadLetterWriter letters,
            TransactionOperations transaction) {
        this.tables = tables;
        this.offsets = offsets;
        this.letters = letters;
        this.transaction = transaction;
    }

    /// Makes the index where there is none; it is filled again from the beginning of the topics.
    public void prepare() {
        transaction.executeWithoutResult(_ -> tables.make());
    }

    /// The offsets that are next in these partitions. A topic of another id than before is new, and starts
    /// at 0.
    ///
    /// @param topicIds Kafka's id of each partition's topic
    public Map<Partition, Long> positions(Map<Partition, String> topicIds) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            offsets.register(topicIds);
            return offsets.read(topicIds.keySet());
        }));
    }

    /// Takes messages in and moves the positions, in one transaction.
    ///
    /// @throws UnstorableDeadLetterException when a letter cannot be kept as it is; nothing was written
    public Indexed index(List<Slice> slices) throws UnstorableDeadLetterException {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> indexed(slices)));
        } catch (RuntimeException e) {
            if (DatabaseErrors.isRejection(e)) {
                throw new UnstorableDeadLetterException(e);
            }
            throw e;
        }
    }

    /// The position rows are locked to the end, so only those slices count that nobody has indexed yet.
    private Indexed indexed(List<Slice> slices) {
        var positions =
                offsets.lock(slices.stream().map(Slice::partition).sorted().toList());
        var current = slices.stream()
                .filter(slice -> Objects.equals(positions.get(slice.partition()), slice.from()))
                .toList();
        List<IndexedDeadLetter> buried =
                current.stream().flatMap(slice -> slice.letters().stream()).toList();
        var failed = letters.write(buried);
        offsets.advance(current);
        current.forEach(slice -> positions.put(slice.partition(), slice.next()));
        return new Indexed(positions, failed);
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

    /// What follows in one partition.
    ///
    /// @param from    the position at which the index is believed to be
    /// @param next    the position behind these letters
    public record Slice(Partition partition, long from, long next, List<IndexedDeadLetter> letters) {

        public Slice {
            letters = List.copyOf(letters);
        }
    }

    /// What was done.
    ///
    /// @param positions where the index is now in each of the slices' partitions; somewhere else than behind
    ///     a slice when somebody else has moved it
    /// @param failed    the replays that failed, and were not known
    public record Indexed(Map<Partition, Long> positions, List<FailedReplay> failed) {}

    /// @param parked whether that was one too many
    public record FailedReplay(Projection consumer, boolean parked) {}
}
