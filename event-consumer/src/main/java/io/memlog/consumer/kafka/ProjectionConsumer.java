package io.memlog.consumer.kafka;

import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.Pause;
import io.memlog.consumer.processing.BatchProcessor;
import io.memlog.consumer.processing.ConsumerProperties;
import io.memlog.consumer.publishing.KafkaResultPublisher;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// Consumes the log for one projection while the application runs.
final class ProjectionConsumer implements SmartLifecycle, ConsumerStatus {

    private static final Logger log = LoggerFactory.getLogger(ProjectionConsumer.class);

    private final Projection projection;
    private final List<Member> members;
    private final BatchProcessor<?> processor;
    private final KafkaResultPublisher results;
    private final AtomicReference<StopSignal> stop;
    private final LagMonitor lag;
    private final ConsumerProperties settings;
    private final ScheduledExecutorService scheduler;
    private final Runnable onStalled;
    private @Nullable ScheduledFuture<?> watch;
    private volatile boolean running;

    /// One Kafka consumer of the group.
    record Member(KafkaMessageListenerContainer<byte[], byte[]> container, BatchListener listener) {}

    /// @param stop      the signal of the current run
    /// @param scheduler runs what recurs
    /// @param onStalled runs when a batch does not end
    ProjectionConsumer(
            Projection projection,
            List<Member> members,
            BatchProcessor<?> processor,
            KafkaResultPublisher results,
            AtomicReference<StopSignal> stop,
            LagMonitor lag,
            ConsumerProperties settings,
            ScheduledExecutorService scheduler,
            Runnable onStalled) {
        this.projection = projection;
        this.members = List.copyOf(members);
        this.processor = processor;
        this.results = results;
        this.stop = stop;
        this.lag = lag;
        this.settings = settings;
        this.scheduler = scheduler;
        this.onStalled = onStalled;
    }

    @Override
    public void start() {
        stop.set(new StopSignal());
        members.forEach(member -> member.container().start());
        var interval = settings.lagInterval().toNanos();
        watch = scheduler.scheduleWithFixedDelay(this::watch, interval, interval, TimeUnit.NANOSECONDS);
        running = true;
    }

    private void watch() {
        try {
            if (batchAge().compareTo(settings.livenessTimeout()) > 0) {
                onStalled.run();
            }
            members.forEach(ProjectionConsumer::restartIfEnded);
            lag.measure(members.stream()
                    .flatMap(
                            member -> Objects.requireNonNullElse(
                                    member.container().getAssignedPartitions(), Set.<TopicPartition>of())
                                    .stream())
                    .collect(toSet()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the consumer of {} cannot be watched", projection.wireName(), e);
        }
    }

    /// A failure that Spring cannot repeat ends the container.
    private static void restartIfEnded(Member member) {
        var container = member.container();
        if (!container.isInExpectedState()) {
            log.error("{} ended and is started again", container.getBeanName());
            container.stop();
            container.start();
        }
    }

    /// What is acknowledged of the batch under way is committed.
    @Override
    public void stop() {
        stop.get().request();
        if (watch != null) {
            watch.cancel(true);
        }
        var ended = new CountDownLatch(members.size());
        members.forEach(member -> member.container().stop(ended::countDown));
        try {
            if (!ended.await(settings.shutdownTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("a batch of {} did not end in time; it is processed again", projection.wireName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    /// Ends for good.
    void close() {
        scheduler.shutdownNow();
        processor.close();
        results.close();
        lag.close();
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
        if (!running) {
            return Optional.empty();
        }
        return members.stream()
                .map(member -> member.listener().pause(settings.maxBatchAge()))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Pause::since))
                .or(lag::unreachable);
    }

    @Override
    public OptionalLong lag() {
        return running && members.stream().allMatch(member -> member.listener().hasJoined())
                ? lag.lag()
                : OptionalLong.empty();
    }

    /// How long the oldest batch under way has been processed.
    Duration batchAge() {
        return members.stream()
                .map(member -> member.listener().batchAge())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
