package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.IndexerHealth;
import io.memlog.api.operations.deadletters.IndexerHealth.Part;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;

/// Follows the topics until the end is requested, or something fails.
final class ConsumerSession {

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration UNTIL_TOPICS_ARE_MADE = Duration.ofSeconds(1);
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final DeadLetterIndexRepository index;
    private final DeadLetterBatchWriter indexing;
    private final IndexerHealth condition;
    private final PartitionPositions positions;
    private final Interval look;
    private final Interval measure = new Interval(LAG_INTERVAL);
    private boolean hasWorked;

    ConsumerSession(
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            DeadLetterIndexRepository index,
            DeadLetterBatchWriter indexing,
            IndexerHealth condition,
            DeadLetterProperties properties) {
        this.consumer = consumer;
        this.admin = admin;
        this.index = index;
        this.indexing = indexing;
        this.condition = condition;
        this.positions = new PartitionPositions(consumer);
        this.look = new Interval(properties.lookInterval());
    }

    void run(StopSignal stop) throws InterruptedException {
        while (!stop.requested()) {
            if (look.isDue()) {
                look();
            }
            if (consumer.assignment().isEmpty()) {
                stop.pause(LONGEST_POLL);
            } else {
                follow();
            }
        }
    }

    /// Whether it has reached Kafka and the index.
    boolean hasWorked() {
        return hasWorked;
    }

    private void follow() {
        var messages = poll();
        if (!messages.isEmpty()) {
            indexing.index(messages, positions);
        }
        if (measure.isDue()) {
            condition.lag(positions.lag());
        }
    }

    private void look() {
        index.prepare();
        var found = DeadLetterTopics.partitions(admin);
        positions.follow(index.positions(found));
        if (DeadLetterTopics.lackOne(found.keySet())) {
            look.in(UNTIL_TOPICS_ARE_MADE);
        }
        condition.over(Part.KAFKA);
        condition.over(Part.POSTGRES);
        hasWorked = true;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(LONGEST_POLL);
        } catch (InvalidOffsetException e) {
            positions.restart(e.partitions());
            return ConsumerRecords.empty();
        }
    }
}
