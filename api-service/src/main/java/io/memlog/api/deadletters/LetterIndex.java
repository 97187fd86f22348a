package io.memlog.api.deadletters;

import io.memlog.schemas.topic.Projection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The index of the dead-letter topics, and how far it has come in each partition. Any number of instances
/// may write it: a position that has moved meanwhile turns a writer down.
public interface LetterIndex {

    /// Makes the index where there is none; it is filled again from the beginning of the topics.
    void prepare();

    /// The offsets that are next in these partitions. A topic of another id than before is new, and starts
    /// at 0.
    ///
    /// @param topicIds Kafka's id of each partition's topic
    Map<Partition, Long> positions(Map<Partition, String> topicIds);

    /// Takes messages in and moves the positions, in one transaction.
    ///
    /// @throws RefusedLetterException when a letter cannot be kept as it is; nothing was written
    Indexed index(List<Slice> slices) throws RefusedLetterException;

    /// A partition of a dead-letter topic.
    record Partition(String topic, int number) implements Comparable<Partition> {

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
    record Slice(Partition partition, long from, long next, List<BuriedLetter> letters) {

        public Slice {
            letters = List.copyOf(letters);
        }
    }

    /// What was done.
    ///
    /// @param positions where the index is now in each of the slices' partitions; somewhere else than behind
    ///     a slice when somebody else has moved it
    /// @param failed    the replays that failed, and were not known
    record Indexed(Map<Partition, Long> positions, List<FailedReplay> failed) {}

    /// @param parked whether that was one too many
    record FailedReplay(Projection consumer, boolean parked) {}
}
