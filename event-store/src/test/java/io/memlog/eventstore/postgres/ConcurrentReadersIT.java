package io.memlog.eventstore.postgres;

import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.Writers;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.subscriptions.CatchUpSubscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Readers beside writers whose transactions take random times and are sometimes rolled back: no reader skips
/// an event or gets one twice.
class ConcurrentReadersIT {

    private static final int WRITERS = 8;
    private static final int READERS = 4;
    private static final int TRANSACTIONS = 40;
    private static final EventQuery CONVERSATION = EventQuery.all().ofConversation("c");

    private final HikariDataSource pool = TestDatabase.create().migrated().pool(20);
    private final PostgresFixture postgres = new PostgresFixture(pool, Clock.systemUTC());
    private final AtomicInteger writing = new AtomicInteger(WRITERS);

    @Test
    void no_reader_ever_skips_or_repeats() {
        List<List<Long>> seen = IntStream.range(0, READERS)
                .<List<Long>>mapToObj(_ -> new CopyOnWriteArrayList<>())
                .toList();
        var seed = new Random().nextLong();
        var settings = new CatchUpSubscriptions.Settings(
                7, Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(10));
        try (pool;
                var subscriptions = new CatchUpSubscriptions(postgres.queries, postgres.notifier, settings)) {
            subscriptions.subscribe(Checkpoint.BEGINNING, batch -> seen.get(0).addAll(positions(batch.events())));

            Writers.run(WRITERS + READERS - 1, number -> {
                if (number < WRITERS) {
                    write(number, new Random(seed + number));
                } else {
                    read(number - WRITERS + 1, seen.get(number - WRITERS + 1), new Random(seed + number));
                }
            });

            var log = all(EventQuery.all());
            await().until(() -> seen.get(0).size() >= log.size());
            assertThat(log).as("seed %d", seed).hasSizeGreaterThan(WRITERS * TRANSACTIONS / 2);
            assertThat(seen.get(0)).as("subscription, seed %d", seed).isEqualTo(log);
            assertThat(seen.get(1)).as("feed, seed %d", seed).isEqualTo(log);
            assertThat(seen.get(2)).as("query, seed %d", seed).isEqualTo(log);
            assertThat(seen.get(3)).as("conversation, seed %d", seed).isEqualTo(all(CONVERSATION));
        }
    }

    /// Appends to one or two streams with pauses in between; one transaction of ten is rolled back.
    private void write(int writer, Random random) {
        for (int n = 0; n < TRANSACTIONS; n++) {
            var name = writer + "-" + n;
            postgres.transaction.executeWithoutResult(status -> {
                pause(random);
                append("stream-" + random.nextInt(3), name + "-a", random);
                pause(random);
                if (random.nextBoolean()) {
                    append("stream-" + (3 + random.nextInt(3)), name + "-b", random);
                    pause(random);
                }
                if (random.nextInt(10) == 0) {
                    status.setRollbackOnly();
                }
            });
        }
        writing.decrementAndGet();
    }

    private void append(String stream, String id, Random random) {
        var context = new EventContext(null, null, random.nextBoolean() ? "c" : null, null, null, null);
        postgres.store.append(
                new StreamId(stream), any(), List.of(new NewEvent(id, "agent.event", "{}", "{}", context, null)));
    }

    private void pause(Random random) {
        postgres.sql.fetch("select pg_sleep(?)", random.nextInt(10) == 0 ? 0.05 : random.nextDouble() / 200);
    }

    /// Reads until all writers are done and no event is left.
    private void read(int reader, List<Long> seen, Random random) {
        var checkpoint = Checkpoint.BEGINNING;
        boolean more;
        do {
            var done = writing.get() == 0;
            var events = next(reader, checkpoint, 1 + random.nextInt(9));
            seen.addAll(positions(events));
            checkpoint = EventBatch.after(checkpoint, events).end();
            more = !done || !events.isEmpty();
        } while (more);
    }

    private List<StoredEvent> next(int reader, Checkpoint checkpoint, int limit) {
        return switch (reader) {
            case 1 -> postgres.queries.after(checkpoint, limit).events();
            case 2 -> page(EventQuery.all(), checkpoint, limit);
            default -> page(CONVERSATION, checkpoint, limit);
        };
    }

    private List<StoredEvent> page(EventQuery query, Checkpoint checkpoint, int limit) {
        return postgres.queries
                .find(query.after(checkpoint.position()).limit(limit))
                .events();
    }

    private List<Long> all(EventQuery query) {
        return positions(page(query, Checkpoint.BEGINNING, 10_000));
    }

    private static List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::position).map(Position::value).toList();
    }
}
