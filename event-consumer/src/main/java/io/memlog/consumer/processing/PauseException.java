package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Thrown when the consumer is to pause: what is not acknowledged is handed back and tried again later.
public final class PauseException extends Exception {

    private final PauseCause pauseCause;
    private final Set<TopicPartition> partitions;

    PauseException(IndexUnavailableException failure) {
        this(failure.unavailableDependency(), String.valueOf(failure.getMessage()), failure);
    }

    public PauseException(PauseCause pauseCause, String reason, @Nullable Throwable cause) {
        this(pauseCause, reason, cause, Set.of());
    }

    PauseException(PauseCause pauseCause, String reason, @Nullable Throwable cause, Set<TopicPartition> partitions) {
        super(reason, cause);
        this.pauseCause = pauseCause;
        this.partitions = Set.copyOf(partitions);
    }

    public PauseCause pauseCause() {
        return pauseCause;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /// How long to wait at least; null if the dependency did not say.
    public @Nullable Duration retryAfter() {
        return getCause() instanceof IndexUnavailableException failure ? failure.retryAfter() : null;
    }

    /// The partitions to pause; empty for all of the consumer.
    public Set<TopicPartition> partitions() {
        return partitions;
    }
}
