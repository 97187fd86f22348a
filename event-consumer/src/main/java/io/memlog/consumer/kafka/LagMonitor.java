package io.memlog.consumer.kafka;

import static java.util.Objects.requireNonNull;

import io.memlog.consumer.Pause;
import io.memlog.consumer.PauseCause;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures how many records of the assigned partitions are not committed, and notices when Kafka does not answer.
final class LagMonitor {

    private static final Logger log = LoggerFactory.getLogger(LagMonitor.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String group;
    private final Supplier<Admin> admins;
    private final Clock clock;
    private @Nullable Admin admin;
    private volatile OptionalLong lag = OptionalLong.empty();
    private volatile @Nullable Pause unreachable;

    LagMonitor(String group, Supplier<Admin> admins, Clock clock) {
        this.group = group;
        this.admins = admins;
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
            if (admin == null) {
                admin = admins.get();
            }
            lag = OptionalLong.of(sum(admin, partitions));
            if (unreachable != null) {
                unreachable = null;
                log.info("{}: Kafka answers again", group);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            lag = OptionalLong.empty();
            if (unreachable == null) {
                unreachable = new Pause(PauseCause.KAFKA, "Kafka does not answer", clock.instant());
                log.warn("{}: Kafka does not answer: {}", group, e.toString());
            }
        }
    }

    void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
        lag = OptionalLong.empty();
        unreachable = null;
    }

    /// A partition without a commit is read from its beginning.
    private long sum(Admin kafka, Set<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        var committed = await(kafka.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var beginnings = offsets(kafka, partitions, OffsetSpec.earliest());
        var ends = offsets(kafka, partitions, OffsetSpec.latest());
        long sum = 0;
        for (var partition : partitions) {
            var commit = committed.get(partition);
            var start =
                    commit == null ? requireNonNull(beginnings.get(partition)).offset() : commit.offset();
            sum += Math.max(0, requireNonNull(ends.get(partition)).offset() - start);
        }
        return sum;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin kafka, Set<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> requested = new HashMap<>();
        partitions.forEach(partition -> requested.put(partition, spec));
        return await(kafka.listOffsets(requested).all());
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
