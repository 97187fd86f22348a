package io.memlog.consumer.kafka;

import io.memlog.consumer.Pause;
import io.memlog.consumer.processing.PauseException;
import io.memlog.schemas.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one Kafka consumer waits for: as a whole, or with single partitions. Changes are logged once. Thread-safe.
final class PausedPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(PausedPartitions.class);

    private final String name;
    private final Supplier<Backoff> backoffs;
    private final Clock clock;
    private final Map<TopicPartition, Paused> partitions = new HashMap<>();
    private @Nullable Paused all;

    private record Paused(Pause pause, Backoff backoff) {}

    PausedPartitions(String name, Supplier<Backoff> backoffs, Clock clock) {
        this.name = name;
        this.backoffs = backoffs;
        this.clock = clock;
    }

    /// @return how long the pause lasts
    synchronized Duration pause(PauseException cause) {
        var before = cause.partitions().isEmpty()
                ? all
                : cause.partitions().stream()
                        .map(partitions::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        if (before == null) {
            LOG.warn("{} is paused: {}", name, cause.reason(), cause);
        }
        var since = before == null ? clock.instant() : before.pause().since();
        var paused = new Paused(
                new Pause(cause.pauseCause(), cause.reason(), since),
                before == null ? backoffs.get() : before.backoff());
        if (cause.partitions().isEmpty()) {
            all = paused;
        } else {
            cause.partitions().forEach(partition -> partitions.put(partition, paused));
        }
        return paused.backoff().next(cause.retryAfter());
    }

    /// A batch of these partitions was processed.
    synchronized void resumed(Set<TopicPartition> advancing) {
        var before = oldest();
        all = null;
        partitions.keySet().removeAll(advancing);
        if (before.isPresent() && oldest().isEmpty()) {
            LOG.info("{} is resumed; it was paused since {}", name, before.get().since());
        }
    }

    /// The partitions belong to another consumer.
    synchronized void remove(Collection<TopicPartition> revoked) {
        all = null;
        partitions.keySet().removeAll(revoked);
    }

    synchronized Optional<Pause> oldest() {
        return Stream.concat(Stream.ofNullable(all), partitions.values().stream())
                .map(Paused::pause)
                .min(Comparator.comparing(Pause::since));
    }
}
