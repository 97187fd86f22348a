package io.memlog.consumer.kafka;

import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.Pause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.BatchProcessor;
import io.memlog.consumer.processing.ConsumerMeters;
import io.memlog.consumer.processing.ConsumerProperties;
import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import io.memlog.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ContainerProperties;

/// Consumes the log for one projection while the application runs.
final class ProjectionConsumer implements SmartLifecycle, ConsumerStatus {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionConsumer.class);
    private static final int SCHEDULER_THREADS = 2;

    private final Projection projection;
    private final String group;
    private final ConsumerProperties settings;
    private final KafkaClients clients;
    private final Clock clock;
    private final Runnable onStalled;
    private final KafkaResultPublisher results;
    private final BatchProcessor<?> processor;
    private final LagMonitor lag;
    private volatile List<GroupMember> members = List.of();
    private StopSignal stop = new StopSignal();
    private @Nullable ScheduledExecutorService scheduler;
    private volatile boolean running;

    /// @param source    the CloudEvents source of the published events
    /// @param onStalled runs when a batch does not end
    ProjectionConsumer(
            ProjectionHandler<?> handler,
            String group,
            ConsumerProperties settings,
            KafkaClients clients,
            ConsumerMeters meters,
            Traces traces,
            Clock clock,
            String source,
            Runnable onStalled) {
        this.projection = handler.projection();
        this.group = group;
        this.settings = settings;
        this.clients = clients;
        this.clock = clock;
        this.onStalled = onStalled;
        this.results = new KafkaResultPublisher(clients.producers(group), projection, source, group, clock);
        this.processor = new BatchProcessor<>(handler, results, settings, meters, traces, clock);
        this.lag = new LagMonitor(group, clients.admin(), clock);
    }

    @Override
    public void start() {
        var signal = new StopSignal();
        var timer = Executors.newScheduledThreadPool(
                SCHEDULER_THREADS,
                Thread.ofPlatform().daemon().name(group + "-schedule-", 0).factory());
        members = IntStream.range(0, settings.threads())
                .mapToObj(number -> member(group + "-" + number, timer, signal))
                .toList();
        members.forEach(GroupMember::start);
        var interval = settings.lagInterval().toNanos();
        var _ = timer.scheduleWithFixedDelay(this::watch, interval, interval, TimeUnit.NANOSECONDS);
        stop = signal;
        scheduler = timer;
        running = true;
    }

    private GroupMember member(String name, ScheduledExecutorService timer, StopSignal signal) {
        var properties = new ContainerProperties(
                Topic.EVENTS.name(), Topic.replay(projection).name());
        properties.setGroupId(group);
        properties.setClientId(name);
        properties.setShutdownTimeout(settings.shutdownTimeout().toMillis());
        var failure = settings.failure();
        var paused = new PausedPartitions(
                name, () -> new Backoff(failure.minBackoff(), failure.maxBackoff(), new Random()), clock);
        return new GroupMember(
                clients.consumers(settings.maxPollRecords()),
                properties,
                new CorruptRecordHandler(results, signal),
                processor,
                paused,
                timer,
                signal,
                clock);
    }

    private void watch() {
        try {
            if (batchAge().compareTo(settings.livenessTimeout()) > 0) {
                onStalled.run();
            }
            members.forEach(GroupMember::restartIfEnded);
            lag.measure(members.stream()
                    .flatMap(member -> Stream.ofNullable(member.container().getAssignedPartitions()))
                    .flatMap(Collection::stream)
                    .collect(toSet()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the consumer of {} cannot be watched", projection.wireName(), e);
        }
    }

    /// What is acknowledged of the batch under way is committed.
    @Override
    public void stop() {
        stop.request();
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
        var ended = new CountDownLatch(members.size());
        members.forEach(member -> member.container().stop(ended::countDown));
        try {
            if (!ended.await(settings.shutdownTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("a batch of {} did not end in time; it is processed again", projection.wireName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    /// Ends for good.
    void close() {
        processor.close();
        results.close();
        lag.close();
    }

    @Override
    public boolean isRunning() {
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
                .map(member -> member.pause(settings.maxBatchAge()))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Pause::since))
                .or(lag::unreachable);
    }

    @Override
    public OptionalLong lag() {
        return running && members.stream().allMatch(GroupMember::hasJoined) ? lag.lag() : OptionalLong.empty();
    }

    /// How long the oldest batch under way has been processed.
    Duration batchAge() {
        return members.stream()
                .map(GroupMember::batchAge)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
