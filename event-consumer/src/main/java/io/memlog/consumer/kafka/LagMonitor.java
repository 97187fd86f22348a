package io.memlog.consumer.kafka;

import io.memlog.consumer.Pause;
import io.memlog.consumer.PauseCause;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures how many records of the assigned partitions are not committed, and notices when Kafka does not answer.
final class LagMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(LagMonitor.class);

    private final String group;
    private final Clock clock;
    private final LazyAdmin admin;
    private volatile OptionalLong lag = OptionalLong.empty();
    private volatile @Nullable Pause unreachable;

    LagMonitor(String group, LazyAdmin admin, Clock clock) {
        this.group = group;
        this.admin = admin;
        this.clock = clock;
    }

    /// Empty while unknown.
    OptionalLong lag() {
        return lag;
    }

    Optional<Pause> unreachable() {
        return Optional.ofNullable(unreachable);
    }

    void measure(Set<TopicPartition> partitions) throws InterruptedException {
        try {
            var kafka = admin.get();
            lag = OptionalLong.of(GroupOffsets.lag(kafka, group, GroupOffsets.ends(kafka, partitions)));
            if (unreachable != null) {
                unreachable = null;
                LOG.info("{}: Kafka answers again", group);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            lag = OptionalLong.empty();
            if (unreachable == null) {
                unreachable = new Pause(PauseCause.KAFKA, "Kafka does not answer", clock.instant());
                LOG.warn("{}: Kafka does not answer: {}", group, e.toString());
            }
        }
    }

    void close() {
        admin.close();
        lag = OptionalLong.empty();
        unreachable = null;
    }
}
