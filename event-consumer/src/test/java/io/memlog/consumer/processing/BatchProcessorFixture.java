package io.memlog.consumer.processing;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.schemas.topic.Projection;
import io.memlog.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.unit.DataSize;

/// A batch processor on an in-memory projection.
final class BatchProcessorFixture {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final ConsumerProperties.Failure FAILURE = new ConsumerProperties.Failure(
            List.of(Duration.ofMillis(1), Duration.ofMillis(3), Duration.ofMillis(9)),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofHours(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5));

    private static final int MAX_DELIVERIES = 50;

    final InMemoryProjection projection = new InMemoryProjection();
    final RecordingPublisher published = new RecordingPublisher();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Partition partition = new Partition();
    final List<PauseException> pauses = new ArrayList<>();
    final StopSignal stop = new StopSignal();

    private final BatchProcessor<MemoryChange> processor;
    private int pausesLeft = -1;
    private Runnable afterPauses = () -> {};

    BatchProcessorFixture() {
        this(FAILURE);
    }

    BatchProcessorFixture(ConsumerProperties.Failure failure) {
        this(failure, Duration.ofMinutes(1));
    }

    BatchProcessorFixture(ConsumerProperties.Failure failure, Duration batchTimeout) {
        processor = new BatchProcessor<>(
                projection,
                published,
                new ConsumerProperties(
                        true,
                        1,
                        250,
                        DataSize.ofKilobytes(256),
                        batchTimeout,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        failure),
                new ConsumerMeters(meters, Projection.VECTOR),
                Traces.OFF,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /// Processes the records of the partition once.
    Batch processOnce() {
        return processOnce(new Batch(partition.poll()));
    }

    /// Processes the records of the partition until they are acknowledged: what is handed back is delivered again.
    Batch process() {
        var batch = processOnce();
        for (int delivery = 1; delivery < MAX_DELIVERIES && !batch.isAcknowledged(); delivery++) {
            var open = batch.openOffsets();
            var again = batch.records().stream()
                    .filter(each -> each.offset() >= open.getOrDefault(Batch.partition(each), Long.MAX_VALUE))
                    .toList();
            batch = processOnce(new Batch(again));
        }
        return batch;
    }

    private Batch processOnce(Batch batch) {
        try {
            processor.process(batch, stop);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (PauseException e) {
            pauses.add(e);
            if (--pausesLeft == 0) {
                afterPauses.run();
            }
        }
        return batch;
    }

    /// Runs an action after the given number of further pauses.
    void afterPauses(int count, Runnable action) {
        pausesLeft = count;
        afterPauses = action;
    }

    Set<PauseCause> causes() {
        return pauses.stream().map(PauseException::pauseCause).collect(Collectors.toSet());
    }

    double count(String meter) {
        var found = meters.find("memlog.consumer." + meter).counters();
        return found.stream().mapToDouble(counter -> counter.count()).sum();
    }
}
