package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.Writers;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.RelaySessions;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.servers.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.TransactionStatus;

/// Random interleavings: transactions on several instances stall, roll back and repeat, while the relay's connections
/// are cut.
class RelayInterleavingsIT {

    private static final String KAFKA = SharedServers.kafka().bootstrapServers();
    private static final int WRITERS = 6;
    private static final int MEMORIES = 8;
    private static final int TRANSACTIONS = 80;
    private static final int CUTS = 8;

    private final TestDatabase database = TestDatabase.create();
    private final RelaySessions sessions = new RelaySessions(database);

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void every_committed_event_is_published_in_the_order_of_its_memory(long seed) {
        try (var one = start();
                var two = start();
                var three = start();
                var topic = new TopicReader(KAFKA)) {
            var instances = List.of(one, two, three);

            Writers.run(WRITERS + 1, number -> {
                var random = new Random(seed * 1_000 + number);
                if (number == WRITERS) {
                    cutConnections(random);
                } else {
                    write(instances, "%d-%d".formatted(seed, number), random);
                }
            });

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one.sql().fetchCount(one.sql().selectFrom("outbox")) == 0);
            for (int memory = 0; memory < MEMORIES; memory++) {
                var log = one.store().read(stream(memory), 0, 10_000).stream()
                        .map(StoredEvent::data)
                        .toList();
                assertThat(log).isNotEmpty();
                var published = topic.values(key(memory));
                assertThat(published.stream().distinct())
                        .describedAs("memory %d", memory)
                        .containsExactlyElementsOf(log);
                assertThat(published.getLast())
                        .describedAs("the newest record of memory %d", memory)
                        .isEqualTo(log.getLast());
            }
        }
    }

    private Instance start() {
        return Instance.start(database, KAFKA, "memlog.outbox.batch-size", "7");
    }

    private void write(List<Instance> instances, String writer, Random random) {
        List<NewEvent> written = new ArrayList<>();
        for (int n = 0; n < TRANSACTIONS; n++) {
            var instance = instances.get(random.nextInt(instances.size()));
            var memory = random.nextInt(MEMORIES);
            var batch = batch("%s-%d".formatted(writer, n), memory, random);
            if (!written.isEmpty() && random.nextInt(10) == 0) {
                batch.add(written.get(random.nextInt(written.size())));
            }
            instance.transaction().executeWithoutResult(status -> {
                instance.store().append(stream(memory), any(), batch);
                written.addAll(finish(status, batch, random));
            });
        }
    }

    private List<NewEvent> batch(String transaction, int memory, Random random) {
        List<NewEvent> batch = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            var id = "%s-%s-%d".formatted(database.url(), transaction, n);
            batch.add(published(id, key(memory), "\"" + id + "\""));
        }
        return batch;
    }

    /// Stalls some transactions and rolls some back.
    private static List<NewEvent> finish(TransactionStatus status, List<NewEvent> batch, Random random) {
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(30)).toNanos());
        }
        if (random.nextInt(5) == 0) {
            status.setRollbackOnly();
            return List.of();
        }
        return batch;
    }

    private void cutConnections(Random random) {
        for (int n = 0; n < CUTS; n++) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
            switch (random.nextInt(3)) {
                case 0 -> sessions.pids("memlog outbox listener").forEach(sessions::terminate);
                case 1 -> sessions.pids("memlog outbox relay").forEach(sessions::terminate);
                default -> sessions.findLeader().ifPresent(sessions::terminate);
            }
        }
    }

    private StreamId stream(int memory) {
        return new StreamId(key(memory));
    }

    private String key(int memory) {
        return database.url() + "#" + memory;
    }
}
