package io.memlog.consumer.kafka;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.Pause;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Consumes the log for one projection while the application runs.
final class ProjectionConsumer implements SmartLifecycle, ConsumerStatus {

    private static final Logger log = LoggerFactory.getLogger(ProjectionConsumer.class);

    private final Projection projection;
    private final List<ConsumerThread> threads;
    private final Duration shutdownTimeout;
    private volatile boolean running;

    ProjectionConsumer(Projection projection, List<ConsumerThread> threads, Duration shutdownTimeout) {
        this.projection = projection;
        this.threads = List.copyOf(threads);
        this.shutdownTimeout = shutdownTimeout;
    }

    @Override
    public void start() {
        threads.forEach(ConsumerThread::start);
        running = true;
    }

    @Override
    public void stop() {
        threads.forEach(ConsumerThread::stop);
        var deadline = System.nanoTime() + shutdownTimeout.toNanos();
        for (var thread : threads) {
            if (!thread.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
                log.warn("{} did not end in time; what it did not commit is processed again", thread.name());
            }
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public Projection projection() {
        return projection;
    }

    @Override
    public Optional<Pause> pause() {
        return threads.stream()
                .map(thread -> thread.state().pause())
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Pause::since));
    }

    @Override
    public OptionalLong lag() {
        long sum = 0;
        for (var thread : threads) {
            var lag = thread.state().lag();
            if (lag.isEmpty()) {
                return lag;
            }
            sum += lag.getAsLong();
        }
        return OptionalLong.of(sum);
    }
}
