package io.memlog.api.operations.pipeline;

import io.memlog.schemas.topic.Projection;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What happened in one minute. Figures of the same minute, of different partitions, can be added.
final class MinuteStatistics {

    /// Of a latency, which is 1 % at most.
    private static final int SIGNIFICANT_DIGITS = 2;

    private static final long MAX_LATENCY_MICROS = Duration.ofDays(30).toNanos() / 1_000;
    private static final Projection[] PROJECTIONS = Projection.values();
    private static final int COUNTS = Count.values().length;

    private long accepted;
    private final long[] counts = new long[PROJECTIONS.length * COUNTS];
    private final @Nullable Histogram[] latencies = new Histogram[PROJECTIONS.length];

    /// What is counted for each projection.
    enum Count {
        STORED(0),
        FAILED(1),
        DEAD_LETTERED(2),
        REPLAYED(3),
        /// Changes of this minute that the projection has not reported on yet.
        OUTSTANDING(4);

        private final int index;

        Count(int index) {
            this.index = index;
        }
    }

    void accept() {
        accepted++;
    }

    void add(Projection projection, Count count, long amount) {
        counts[index(projection, count)] += amount;
    }

    /// Counts a stored change.
    void addStored(Projection projection, long latencyMicros) {
        add(projection, Count.STORED, 1);
        latencies(projection).recordValue(Math.clamp(latencyMicros, 0, MAX_LATENCY_MICROS));
    }

    void add(MinuteStatistics other) {
        accepted += other.accepted;
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        for (var projection : PROJECTIONS) {
            var more = other.latencies[indexOf(projection)];
            if (more != null) {
                latencies(projection).add(more);
            }
        }
    }

    long accepted() {
        return accepted;
    }

    long count(Projection projection, Count count) {
        return counts[index(projection, count)];
    }

    /// The latency that this share of the stored changes did not exceed; null when nothing was stored.
    @Nullable
    Duration percentile(Projection projection, double percent) {
        var histogram = latencies[indexOf(projection)];
        return histogram == null ? null : Duration.ofNanos(1_000 * histogram.getValueAtPercentile(percent));
    }

    byte[] toBytes() {
        var size = Long.BYTES * (1 + counts.length) + Integer.BYTES * latencies.length;
        for (var histogram : latencies) {
            size += histogram == null ? 0 : histogram.getNeededByteBufferCapacity();
        }
        var bytes = ByteBuffer.allocate(size).putLong(accepted);
        for (var count : counts) {
            bytes.putLong(count);
        }
        for (var histogram : latencies) {
            var start = bytes.position();
            bytes.putInt(0);
            if (histogram != null) {
                bytes.putInt(start, histogram.encodeIntoByteBuffer(bytes));
            }
        }
        var used = new byte[bytes.position()];
        bytes.flip().get(used);
        return used;
    }

    static MinuteStatistics parse(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var figures = counts(buffer);
        for (var projection : PROJECTIONS) {
            var length = buffer.getInt();
            if (length > 0) {
                var histogram = Histogram.decodeFromByteBuffer(buffer.slice(buffer.position(), length), 1);
                histogram.setAutoResize(true);
                figures.latencies[indexOf(projection)] = histogram;
                buffer.position(buffer.position() + length);
            }
        }
        return figures;
    }

    /// The changes that the projection has not reported on, without reading the rest.
    static long outstanding(byte[] bytes, Projection projection) {
        return ByteBuffer.wrap(bytes).getLong(Long.BYTES * (1 + index(projection, Count.OUTSTANDING)));
    }

    private static MinuteStatistics counts(ByteBuffer buffer) {
        var figures = new MinuteStatistics();
        figures.accepted = buffer.getLong();
        for (int i = 0; i < figures.counts.length; i++) {
            figures.counts[i] = buffer.getLong();
        }
        return figures;
    }

    private Histogram latencies(Projection projection) {
        var histogram = latencies[indexOf(projection)];
        if (histogram == null) {
            histogram = new Histogram(SIGNIFICANT_DIGITS);
            latencies[indexOf(projection)] = histogram;
        }
        return histogram;
    }

    private static int index(Projection projection, Count count) {
        return indexOf(projection) * COUNTS + count.index;
    }

    /// Its place in what is stored, which stays.
    static int indexOf(Projection projection) {
        return switch (projection) {
            case VECTOR -> 0;
            case GRAPH -> 1;
        };
    }
}
