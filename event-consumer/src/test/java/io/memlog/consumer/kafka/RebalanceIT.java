package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.EmbeddedKafka;
import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.InMemoryProjection.Written;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebalanceIT {

    private static final String LIVE = Topic.EVENTS.name();
    private static final Topic REPLAY = Topic.replay(Projection.VECTOR);
    private static final int MEMORIES = 40;
    private static final int ROUNDS = 40;

    private final String group = "test-" + UUID.randomUUID();
    private final Random random = new Random(20260101);
    private final InMemoryProjection projection = new InMemoryProjection();
    private final Deque<ProjectionConsumer> consumers = new ArrayDeque<>();
    private final Map<MemoryKey, Long> newest = new HashMap<>();
    private KafkaFixture kafka;

    @BeforeEach
    void begin() throws Exception {
        kafka = new KafkaFixture(EmbeddedKafka.bootstrapServers());
        kafka.begin(group);
    }

    @AfterEach
    void end() {
        consumers.forEach(ProjectionConsumer::stop);
        kafka.close();
    }

    @Test
    void live_and_replayed_events_of_one_memory_are_never_written_at_the_same_time_during_rebalances()
            throws Exception {
        projection.before(changes -> LockSupport.parkNanos(random(30_000_000)));

        for (int round = 0; round < ROUNDS; round++) {
            kafka.send(traffic());
            startOrStopConsumer();
            LockSupport.parkNanos(random(300_000_000));
        }
        startConsumer();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> kafka.uncommitted(group, Topic.EVENTS) + kafka.uncommitted(group, REPLAY) == 0);
        assertThat(projection.concurrentWrites()).isEmpty();
        assertThat(projection.versions()).isEqualTo(newest);
        assertNeverOlderAfterNewer(projection.writes());
        assertThat(kafka.read(Topic.deadLetters(Projection.VECTOR))).isEmpty();
    }

    /// New versions on the live topic, and at random any earlier version on the replay topic.
    private List<ProducerRecord<byte[], byte[]>> traffic() {
        List<ProducerRecord<byte[], byte[]>> traffic = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            var memory = memory(1 + random.nextInt(MEMORIES));
            if (newest.containsKey(memory) && random.nextInt(3) == 0) {
                traffic.add(message(REPLAY.name(), change(memory, 1 + random.nextLong(newest.get(memory)))));
            } else {
                traffic.add(message(LIVE, change(memory, newest.merge(memory, 1L, Long::sum))));
            }
        }
        return traffic;
    }

    private void startOrStopConsumer() {
        if (consumers.size() < 2 || (consumers.size() < 6 && random.nextBoolean())) {
            startConsumer();
        } else {
            consumers.removeFirst().stop();
        }
    }

    private void startConsumer() {
        var consumer = TestConsumers.create(EmbeddedKafka.bootstrapServers(), group, projection);
        consumers.add(consumer);
        consumer.start();
    }

    private long random(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private static void assertNeverOlderAfterNewer(List<Written> writes) {
        Map<MemoryKey, Long> last = new HashMap<>();
        for (var write : writes) {
            var before = last.put(write.memory(), write.version());
            assertThat(write.version()).isGreaterThanOrEqualTo(before == null ? 0 : before);
        }
    }
}
