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

/// Offsets that are settled and not committed yet. A commit that fails is repeated with the next one;
/// should it never succeed, the batch is only worked on again, to the same effect.
final class PendingOffsets {

    private static final Logger log = LoggerFactory.getLogger(PendingOffsets.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();

    PendingOffsets(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void add(Map<TopicPartition, OffsetAndMetadata> settled) {
        pending.putAll(settled);
    }

    void forget(Collection<TopicPartition> partitions) {
        pending.keySet().removeAll(partitions);
    }

    void commit() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(pending), LONGEST);
            pending.clear();
        } catch (CommitFailedException e) {
            log.info("the partitions of a finished batch went to another consumer before its commit");
            pending.clear();
        } catch (RebalanceInProgressException e) {
            log.debug("a commit waits for the end of a rebalance", e);
        } catch (RetriableException e) {
            log.warn("a commit has to be repeated: {}", e.getMessage());
        }
    }
}
