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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The partitions of one Kafka consumer that are paused, and why. Changes are logged once. Thread-safe.
final class PausedPartitions {

    private static final Logger log = LoggerFactory.getLogger(PausedPartitions.class);

    private final String name;
    private final Supplier<Backoff> backoffs;
    private final Clock clock;
    private final Map<TopicPartition, PausedPartition> paused = new HashMap<>();

    private record PausedPartition(Pause pause, Backoff backoff) {}

    PausedPartitions(String name, Supplier<Backoff> backoffs, Clock clock) {
        this.name = name;
        this.backoffs = backoffs;
        this.clock = clock;
    }

    /// @return how long the partitions are paused
    synchronized Duration pause(Set<TopicPartition> partitions, PauseException cause) {
        var before = partitions.stream()
                .map(paused::get)
                .filter(each -> each != null)
                .min(Comparator.comparing(each -> each.pause().since()));
        var since = before.map(each -> each.pause().since()).orElseGet(clock::instant);
        var backoff = before.map(PausedPartition::backoff).orElseGet(backoffs);
        var pause = new Pause(cause.pauseCause(), cause.reason(), since);
        partitions.forEach(partition -> paused.put(partition, new PausedPartition(pause, backoff)));
        if (before.isEmpty()) {
            log.warn("{} is paused: {}", name, cause.reason(), cause);
        }
        return backoff.next(cause.retryAfter());
    }

    /// The partitions advance.
    synchronized void resumed(Collection<TopicPartition> partitions) {
        var last = oldest();
        if (paused.keySet().removeAll(partitions) && paused.isEmpty()) {
            last.ifPresent(pause -> log.info("{} is resumed; it was paused since {}", name, pause.since()));
        }
    }

    /// The partitions belong to another consumer.
    synchronized void remove(Collection<TopicPartition> partitions) {
        paused.keySet().removeAll(partitions);
    }

    synchronized Optional<Pause> oldest() {
        return paused.values().stream().map(PausedPartition::pause).min(Comparator.comparing(Pause::since));
    }
}
