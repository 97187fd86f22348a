package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import io.memlog.schemas.retry.Backoff;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/// Indexes the dead-letter topics from the positions that PostgreSQL keeps with the dead letters; the offsets of
/// the consumer group only show the lag. After a failure the batch is read again, with backoff.
final class DeadLetterListener
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>,
                ConsumerAwareRebalanceListener,
                CommonErrorHandler {

    private final DeadLetterIndexer indexer;
    private final DeadLettersHealthIndicator health;
    private final Backoff backoff;

    DeadLetterListener(DeadLetterIndexer indexer, DeadLettersHealthIndicator health, Backoff backoff) {
        this.indexer = indexer;
        this.health = health;
        this.backoff = backoff;
    }

    /// A batch that was read before the positions of the index were known is dropped and read again from there.
    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        var batch = Objects.requireNonNull(acknowledgment);
        var kafka = Objects.requireNonNull(consumer);
        var isDone = attempt(kafka, () -> {
            if (indexer.knowsPositions()) {
                indexer.write(records);
                batch.acknowledge();
            } else {
                indexer.refresh(kafka);
            }
        });
        if (!isDone) {
            indexer.forgetPositions();
            batch.nack(0, backoff.next());
        }
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        indexer.forgetPositions();
        attempt(consumer, () -> indexer.refresh(consumer));
    }

    /// Nothing was received for a while: finds out whether Kafka or the tables are gone, or positions have moved.
    @EventListener
    void onIdle(ListenerContainerIdleEvent event) {
        if (isOwn(event.getContainer(MessageListenerContainer.class))) {
            attempt(event.getConsumer(), () -> indexer.refresh(event.getConsumer()));
        }
    }

    @EventListener
    void onAuthenticationFailure(ConsumerRetryAuthEvent event) {
        if (isOwn(event.getContainer(MessageListenerContainer.class))) {
            health.failed(Dependency.KAFKA, new KafkaException("the consumer has no access: " + event.getReason()));
        }
    }

    /// The consumer itself has failed.
    @Override
    public void handleOtherException(
            Exception failure, Consumer<?, ?> consumer, MessageListenerContainer container, boolean isBatch) {
        health.failed(Dependency.KAFKA, failure);
        try {
            ListenerUtils.stoppableSleep(container, backoff.next().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns false, and tells the health, if the work fails.
    private boolean attempt(Consumer<?, ?> consumer, Runnable work) {
        try {
            work.run();
            backoff.reset();
            health.recovered(Dependency.KAFKA);
            health.recovered(Dependency.POSTGRES);
            health.updateLag(consumer.assignment().stream()
                    .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                    .sum());
            return true;
        } catch (RuntimeException e) {
            health.failed(e instanceof KafkaException ? Dependency.KAFKA : Dependency.POSTGRES, e);
            return false;
        }
    }

    private boolean isOwn(MessageListenerContainer container) {
        return container.getContainerProperties().getMessageListener() == this;
    }
}
