package io.memlog.api.operations.pipeline;

import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.springframework.stereotype.Component;

/// Reads the figures of the partitions that this instance has.
@Component
final class PipelineStatisticsReader {

    private static final long MAX_AGE_NANOS = Duration.ofSeconds(5).toNanos();

    private final PipelineStreams pipeline;
    private final PipelineProperties properties;
    private final Clock clock;
    private Map<Projection, Long> overdue = Map.of();
    private long counted = System.nanoTime() - MAX_AGE_NANOS;

    PipelineStatisticsReader(
            PipelineStreams pipeline, PipelineProperties properties, PipelineMeters meters, Clock clock) {
        this.pipeline = pipeline;
        this.properties = properties;
        this.clock = clock;
        meters.register(pipeline::isCounting, this::overdueOrNone);
    }

    /// The figures of the last minutes, the current one included.
    ///
    /// @throws InvalidStateStoreException while the partitions are assigned or restored
    InstanceStatistics read(int minutes) {
        var streams = running();
        var store = store(streams);
        var now = currentMinute();
        Map<Long, byte[]> read = new HashMap<>();
        try (var range = store.range(now - minutes + 1, now)) {
            range.forEachRemaining(minute -> read.merge(minute.key, minute.value, PipelineStatisticsReader::sum));
        }
        return new InstanceStatistics(partitions(streams), read, overdue(store));
    }

    /// The addresses of all instances that have partitions and say where they are.
    List<HostInfo> hosts() {
        var streams = pipeline.streams();
        if (streams == null) {
            return List.of();
        }
        try {
            return streams.streamsMetadataForStore(PipelineTopology.MINUTES).stream()
                    .map(StreamsMetadata::hostInfo)
                    .toList();
        } catch (StreamsNotStartedException | IllegalStateException e) {
            return List.of();
        }
    }

    long currentMinute() {
        return Duration.ofMillis(clock.millis()).toMinutes();
    }

    /// The state of the pipeline in a few words.
    String describe() {
        var reason = pipeline.failureReason();
        return reason == null ? "it is " + pipeline.state() : reason;
    }

    private KafkaStreams running() {
        var streams = pipeline.streams();
        if (streams == null) {
            throw new StreamsNotStartedException("Kafka Streams is not running");
        }
        return streams;
    }

    private static ReadOnlyKeyValueStore<Long, byte[]> store(KafkaStreams streams) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(PipelineTopology.MINUTES, QueryableStoreTypes.keyValueStore()));
    }

    private static List<Integer> partitions(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.taskId().partition())
                .distinct()
                .sorted()
                .toList();
    }

    /// Changes of a minute are overdue when all of the minute is, so that none is called overdue too early.
    private synchronized Map<Projection, Long> overdue(ReadOnlyKeyValueStore<Long, byte[]> store) {
        if (System.nanoTime() - counted < MAX_AGE_NANOS) {
            return overdue;
        }
        Map<Projection, Long> sums = new EnumMap<>(Projection.class);
        for (var projection : Projection.values()) {
            sums.put(projection, 0L);
        }
        try (var range = store.range(0L, lastOverdueMinute())) {
            range.forEachRemaining(minute ->
                    sums.replaceAll((projection, sum) -> sum + MinuteStatistics.outstanding(minute.value, projection)));
        }
        counted = System.nanoTime();
        overdue = sums;
        return sums;
    }

    long lastOverdueMinute() {
        return Duration.ofMillis(clock.millis())
                        .minus(properties.overdueAfter())
                        .toMinutes()
                - 1;
    }

    private Map<Projection, Long> overdueOrNone() {
        try {
            return overdue(store(running()));
        } catch (InvalidStateStoreException e) {
            return Map.of();
        }
    }

    private static byte[] sum(byte[] one, byte[] other) {
        var sum = MinuteStatistics.parse(one);
        sum.add(MinuteStatistics.parse(other));
        return sum.toBytes();
    }
}
