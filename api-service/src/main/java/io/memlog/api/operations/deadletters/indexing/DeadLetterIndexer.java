package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.IndexerHealth;
import io.memlog.api.operations.deadletters.IndexerHealth.Part;
import io.memlog.consumer.processing.Backoff;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the dead-letter topics, session after session: whatever ends one, the next begins where the index
/// is.
final class DeadLetterIndexer {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterIndexer.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final DeadLetterIndexRepository index;
    private final DeadLetterBatchWriter indexing;
    private final IndexerHealth condition;
    private final Backoff backoff;
    private final DeadLetterProperties properties;
    private volatile @Nullable Consumer<byte[], byte[]> current;

    DeadLetterIndexer(
            KafkaClients clients,
            DeadLetterIndexRepository index,
            DeadLetterBatchWriter indexing,
            IndexerHealth condition,
            Backoff backoff,
            DeadLetterProperties properties) {
        this.clients = clients;
        this.index = index;
        this.indexing = indexing;
        this.condition = condition;
        this.backoff = backoff;
        this.properties = properties;
    }

    void run(StopSignal stop) {
        try {
            while (!stop.requested()) {
                attempt(stop);
                if (!stop.requested()) {
                    stop.pause(backoff.next());
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.atInfo().log("The index of dead letters was interrupted; it goes on from its last batch");
        }
    }

    /// Cuts short whatever the follower waits for in Kafka.
    void wake() {
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void attempt(StopSignal stop) throws InterruptedException {
        try {
            follow(stop);
        } catch (WakeupException e) {
            LOG.atDebug().setCause(e).log("The index of dead letters was woken to stop");
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            failed(Part.KAFKA, e);
        } catch (RuntimeException e) {
            failed(Part.POSTGRES, e);
        }
    }

    private void follow(StopSignal stop) throws InterruptedException {
        var consumer = clients.consumer();
        current = consumer;
        try {
            follow(consumer, stop);
        } finally {
            current = null;
            consumer.close(CloseOptions.timeout(LONGEST_CLOSE));
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, StopSignal stop) throws InterruptedException {
        var admin = clients.admin();
        var session = new ConsumerSession(consumer, admin, index, indexing, condition, properties);
        try {
            session.run(stop);
        } finally {
            admin.close(LONGEST_CLOSE);
            if (session.hasWorked()) {
                backoff.reset();
            }
        }
    }

    private void failed(Part part, RuntimeException cause) {
        condition.lagUnknown();
        condition.met(part, cause);
    }
}
