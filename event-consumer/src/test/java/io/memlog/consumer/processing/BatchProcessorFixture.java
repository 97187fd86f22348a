package io.memlog.consumer.processing;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.unit.DataSize;

/// A batch worker on an in-memory projection; time passes only while it sleeps.
final class BatchProcessorFixture implements PauseListener {

    final InMemoryProjection projection = new InMemoryProjection();
    final RecordingPublisher published = new RecordingPublisher();
    final ManualTime time = new ManualTime();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Partition partition = new Partition();
    final List<String> pauses = new ArrayList<>();
    final Set<PauseCause> causes = EnumSet.noneOf(PauseCause.class);
    boolean paused;
    int resumptions;

    private final BatchWorker worker = new BatchWorker(
            projection,
            published,
            this,
            DataSize.ofKilobytes(256),
            new RetryProperties(3, Duration.ofMillis(200), 3, Duration.ofSeconds(3)),
            new OutageProperties(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(15)),
            new ConsumerMeters(meters, Projection.VECTOR),
            time,
            new Random(1));

    /// Processes the records of the partition.
    Batch process() {
        var batch = new Batch(partition.poll(), time);
        worker.process(batch);
        return batch;
    }

    /// Runs an action during the given sleep, counted from 1.
    void afterSleeps(int count, Runnable action) {
        var left = new AtomicInteger(count);
        time.onSleep(() -> {
            if (left.decrementAndGet() == 0) {
                action.run();
            }
        });
    }

    double count(String meter) {
        var found = meters.find("memlog.consumer." + meter).counters();
        return found.stream().mapToDouble(counter -> counter.count()).sum();
    }

    @Override
    public void paused(PauseCause cause, String reason) {
        paused = true;
        pauses.add(reason);
        causes.add(cause);
    }

    @Override
    public void resumed() {
        paused = false;
        resumptions++;
    }
}
