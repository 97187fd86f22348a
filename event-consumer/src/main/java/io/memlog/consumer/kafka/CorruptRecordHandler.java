package io.memlog.consumer.kafka;

import io.memlog.consumer.processing.DeadLetter;
import io.memlog.consumer.processing.PauseException;
import io.memlog.consumer.processing.ResultPublisher;
import io.memlog.schemas.message.RetryClass;
import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Passes a record that Kafka cannot return, for example because a byte on its disk has changed: a dead letter says
/// where it is. Other failures of a poll are repeated by the next poll.
final class CorruptRecordHandler implements CommonErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CorruptRecordHandler.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

    private final ResultPublisher results;
    private final StopSignal stop;
    private @Nullable Position last;
    private int attempts;

    private record Position(TopicPartition partition, long offset) {}

    CorruptRecordHandler(ResultPublisher results, StopSignal stop) {
        this.results = results;
        this.stop = stop;
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public void handleOtherException(
            Exception failure, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        var partition = unreadable(failure, consumer);
        if (partition.isEmpty()) {
            LOG.warn("a poll failed and is repeated", failure);
            pause();
            return;
        }
        var position = new Position(partition.get(), consumer.position(partition.get(), TIMEOUT));
        attempts = position.equals(last) ? attempts + 1 : 1;
        last = position;
        if (attempts >= MAX_ATTEMPTS && publish(position, failure)) {
            LOG.error("{}@{} cannot be read and is skipped", position.partition(), position.offset(), failure);
            consumer.seek(position.partition(), position.offset() + 1);
            consumer.commitAsync(Map.of(position.partition(), new OffsetAndMetadata(position.offset() + 1)), null);
        }
    }

    private void pause() {
        try {
            stop.pause(RETRY_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean publish(Position position, Exception failure) {
        var stub = new ConsumerRecord<byte[], byte[]>(
                position.partition().topic(), position.partition().partition(), position.offset(), null, null);
        try {
            var deadLetter = new DeadLetter(stub, "unreadable", RetryClass.PERMANENT, failure, attempts);
            results.publish(List.of(deadLetter), List.of());
            return true;
        } catch (PauseException e) {
            LOG.warn("{}", e.getMessage());
            pause();
            return false;
        }
    }

    /// The exception names the partition only in its message.
    private static Optional<TopicPartition> unreadable(Exception failure, Consumer<?, ?> consumer) {
        var message = String.valueOf(failure.getMessage());
        if (!(failure instanceof KafkaException) || !message.contains("seek past the record")) {
            return Optional.empty();
        }
        return consumer.assignment().stream()
                .filter(each -> message.contains(" " + each + "."))
                .findFirst();
    }
}
