package io.memlog.consumer.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Acknowledged offsets that are not committed yet. A failed commit is repeated with the next one; if it
/// never succeeds, the batch is processed again, with the same effect.
final class PendingOffsets {

    private static final Logger log = LoggerFactory.getLogger(PendingOffsets.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();

    PendingOffsets(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void add(Map<TopicPartition, OffsetAndMetadata> acknowledged) {
        pending.putAll(acknowledged);
    }

    void remove(Collection<TopicPartition> partitions) {
        pending.keySet().removeAll(partitions);
    }

    void commit() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(pending), COMMIT_TIMEOUT);
            pending.clear();
        } catch (CommitFailedException e) {
            log.info("the partitions of a finished batch were reassigned before its commit");
            pending.clear();
        } catch (RebalanceInProgressException e) {
            log.debug("a commit is postponed until the rebalance ends", e);
        } catch (RetriableException e) {
            log.warn("a commit failed and is retried: {}", e.getMessage());
        }
    }
}
