package io.memlog.consumer.kafka;

import io.memlog.consumer.Pause;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.Batch;
import io.memlog.consumer.processing.BatchProcessor;
import io.memlog.consumer.processing.PauseException;
import io.memlog.schemas.retry.StopSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// One Kafka consumer of the group. It processes each batch on the thread that polls, so that no write is in flight
/// when partitions are revoked. Then it commits what is acknowledged, and hands the rest back by seeking to it.
final class GroupMember implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration AUTHORIZATION_RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final long POLL_TIMEOUT_MILLIS = 200;

    private final KafkaMessageListenerContainer<byte[], byte[]> container;
    private final BatchProcessor<?> processor;
    private final PausedPartitions paused;
    private final ScheduledExecutorService scheduler;
    private final StopSignal stop;
    private final Clock clock;
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private volatile @Nullable BatchStart running;
    private volatile boolean joined;
    private volatile boolean unresolved;

    /// @param properties its group, its name, and what it reads
    /// @param onCorrupt  handles what Kafka cannot return
    /// @param scheduler  ends pauses
    GroupMember(
            ConsumerFactory<byte[], byte[]> consumers,
            ContainerProperties properties,
            CommonErrorHandler onCorrupt,
            BatchProcessor<?> processor,
            PausedPartitions paused,
            ScheduledExecutorService scheduler,
            StopSignal stop,
            Clock clock) {
        this.processor = processor;
        this.paused = paused;
        this.scheduler = scheduler;
        this.stop = stop;
        this.clock = clock;
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener(this);
        properties.setConsumerRebalanceListener(this);
        properties.setPollTimeout(POLL_TIMEOUT_MILLIS);
        properties.setAuthExceptionRetryInterval(AUTHORIZATION_RETRY_INTERVAL);
        properties.setMissingTopicsFatal(false);
        properties.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
        container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName(properties.getClientId());
        container.setCommonErrorHandler(onCorrupt);
    }

    private record BatchStart(Pause stalled, long nanos) {}

    KafkaMessageListenerContainer<byte[], byte[]> container() {
        return container;
    }

    /// Until the name of Kafka can be resolved, [#restartIfEnded] tries again.
    void start() {
        unresolved = !ListenerContainerStarter.start(container, failure -> {
            if (!unresolved) {
                LOG.warn("{} waits for Kafka: {}", container.getBeanName(), failure.getMessage());
            }
        });
        if (stop.requested()) {
            container.stop();
        }
    }

    /// A failure that Spring cannot repeat ends the container.
    void restartIfEnded() {
        if (unresolved && !stop.requested()) {
            start();
        } else if (!container.isInExpectedState()) {
            LOG.error("{} ended and is started again", container.getBeanName());
            container.stop();
            start();
        }
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> polled) {
        var consumer = Objects.requireNonNull(polled);
        var batch = new Batch(records);
        running = new BatchStart(
                new Pause(PauseCause.WORKER, "a batch does not end", clock.instant()), System.nanoTime());
        PauseException pause = null;
        try {
            processor.process(batch, stop);
        } catch (PauseException e) {
            pause = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            pause = new PauseException(PauseCause.WORKER, "the worker fails: " + e, e);
        } finally {
            running = null;
        }
        batch.openOffsets().forEach(consumer::seek);
        uncommitted.putAll(batch.acknowledgedOffsets());
        commit(consumer);
        var advancing = new HashSet<>(batch.partitions());
        if (pause != null) {
            var held = pause.partitions().isEmpty() ? consumer.assignment() : pause.partitions();
            pause(held, paused.pause(pause));
            advancing.removeAll(held);
        }
        if (pause == null || !pause.partitions().isEmpty()) {
            paused.resumed(advancing);
        }
    }

    /// Lets Kafka return no records of these partitions for a while.
    private void pause(Set<TopicPartition> partitions, Duration duration) {
        partitions.forEach(container::pausePartition);
        var _ = scheduler.schedule(
                () -> partitions.forEach(container::resumePartition), duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Does not wait. A failed commit is repeated, the latest with the revocation of the partitions; if it never
    /// succeeds, the records are processed again, with the same effect.
    private void commit(Consumer<?, ?> consumer) {
        if (uncommitted.isEmpty()) {
            return;
        }
        consumer.commitAsync(Map.copyOf(uncommitted), (offsets, failure) -> {
            if (failure == null) {
                uncommitted.entrySet().removeAll(offsets.entrySet());
            } else {
                LOG.debug("a commit failed", failure);
                if (failure instanceof RetriableException) {
                    commit(consumer);
                }
            }
        });
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(uncommitted);
        offsets.keySet().retainAll(partitions);
        try {
            consumer.commitSync(offsets, COMMIT_TIMEOUT);
        } catch (KafkaException e) {
            LOG.warn("the last commit failed, so records are processed again: {}", e.getMessage());
        }
        onPartitionsLost(consumer, partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        uncommitted.keySet().removeAll(partitions);
        paused.remove(partitions);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        joined = true;
    }

    /// Whether the consumer has ever been a member of its group.
    boolean hasJoined() {
        return joined;
    }

    /// How long the batch under way has been processed; zero without one.
    Duration batchAge() {
        var current = running;
        return current == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - current.nanos());
    }

    /// Why partitions do not advance.
    ///
    /// @param maxAge the age after which the batch under way is stalled
    Optional<Pause> pause(Duration maxAge) {
        var current = running;
        return current != null && batchAge().compareTo(maxAge) > 0 ? Optional.of(current.stalled()) : paused.oldest();
    }
}
