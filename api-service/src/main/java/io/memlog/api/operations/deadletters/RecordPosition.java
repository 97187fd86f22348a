package io.memlog.api.operations.deadletters;

import java.util.Comparator;

/// The position of a record in Kafka.
public record RecordPosition(String topic, int partition, long offset) implements Comparable<RecordPosition> {

    private static final Comparator<RecordPosition> ORDER = Comparator.comparing(RecordPosition::topic)
            .thenComparingInt(RecordPosition::partition)
            .thenComparingLong(RecordPosition::offset);

    @Override
    public int compareTo(RecordPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
