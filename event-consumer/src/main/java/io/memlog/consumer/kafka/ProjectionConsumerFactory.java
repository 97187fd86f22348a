package io.memlog.consumer.kafka;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.BatchProcessor;
import io.memlog.consumer.processing.ConsumerMeters;
import io.memlog.consumer.processing.ConsumerProperties;
import io.memlog.consumer.publishing.KafkaResultPublisher;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// Creates a [ProjectionConsumer].
///
/// @param source    the CloudEvents source of the published events
/// @param onStalled runs when a batch does not end
record ProjectionConsumerFactory(
        ProjectionHandler<?> handler,
        String group,
        ConsumerProperties settings,
        KafkaClients clients,
        ConsumerMeters meters,
        Clock clock,
        String source,
        Runnable onStalled) {

    private static final long POLL_TIMEOUT_MILLIS = 200;
    private static final Duration AUTHORIZATION_RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final int SCHEDULER_THREADS = 2;

    ProjectionConsumer create() {
        var projection = handler.projection();
        var stop = new AtomicReference<>(new StopSignal());
        var results = new KafkaResultPublisher(clients.producers(group), projection, source, group, clock);
        var processor = new BatchProcessor<>(handler, results, settings, meters, clock);
        var scheduler = Executors.newScheduledThreadPool(
                SCHEDULER_THREADS,
                Thread.ofPlatform().daemon().name(group + "-schedule-", 0).factory());
        var members = IntStream.range(0, settings.threads())
                .mapToObj(number -> member(group + "-" + number, processor, results, stop::get, scheduler))
                .toList();
        return new ProjectionConsumer(
                projection,
                members,
                processor,
                results,
                stop,
                new LagMonitor(group, clients::admin, clock),
                settings,
                scheduler,
                onStalled);
    }

    private ProjectionConsumer.Member member(
            String name,
            BatchProcessor<?> processor,
            ResultPublisher results,
            Supplier<StopSignal> stop,
            ScheduledExecutorService scheduler) {
        var projection = handler.projection();
        var container = new KafkaMessageListenerContainer<>(
                clients.consumers(),
                new ContainerProperties(
                        Topic.EVENTS.name(), Topic.replay(projection).name()));
        var properties = container.getContainerProperties();
        var failure = settings.failure();
        var paused = new PausedPartitions(
                name, () -> new Backoff(failure.minBackoff(), failure.maxBackoff(), new Random()), clock);
        var listener = new BatchListener(
                processor,
                paused,
                (partitions, duration) -> {
                    partitions.forEach(container::pausePartition);
                    var _ = scheduler.schedule(
                            () -> partitions.forEach(container::resumePartition),
                            duration.toNanos(),
                            TimeUnit.NANOSECONDS);
                },
                stop,
                clock);
        properties.setGroupId(group);
        properties.setClientId(name);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(listener);
        properties.setPollTimeout(POLL_TIMEOUT_MILLIS);
        properties.setShutdownTimeout(settings.shutdownTimeout().toMillis());
        properties.setAuthExceptionRetryInterval(AUTHORIZATION_RETRY_INTERVAL);
        properties.setMissingTopicsFatal(false);
        properties.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
        container.setBeanName(name);
        container.setCommonErrorHandler(new CorruptRecordHandler(results, stop));
        return new ProjectionConsumer.Member(container, listener);
    }
}
