package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.noStream;

import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.Writers;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// Prints how fast the relay empties an outbox that is full when it starts, and how long a single message
/// takes, with everything on one machine.
final class RelayBenchmark {

    private static final int PAYLOAD_BYTES = 2_000;

    private RelayBenchmark() {}

    public static void main(String[] arguments) {
        for (int rows : new int[] {10_000, 10_000, 50_000}) {
            drain(rows);
        }
        live();
        System.exit(0);
    }

    private static void drain(int rows) {
        var database = TestDatabase.create().migrated();
        database.sql().execute("""
                        insert into outbox
                        select n, 'event-' || n, 'memory_log', (n %% 1000)::text, 'memory_log.stored',
                               json_build_object('n', n, 'text', (select string_agg(md5((n + i)::text), ' ')
                                                                  from generate_series(1, %d) i)),
                               json_build_object('ce_id', 'event-' || n, 'ce_type', 'memory_log.stored'),
                               null, now()
                        from generate_series(1, %d) n
                        """.formatted(PAYLOAD_BYTES / 33, rows));
        var before = System.nanoTime();
        try (var instance = Instance.start(database, SharedServers.kafka().bootstrapServers())) {
            Awaitility.await().until(() -> instance.status().leading());
            var leading = System.nanoTime();
            await(instance, rows);
            var seconds = (System.nanoTime() - leading) / 1e9;
            System.out.printf(
                    "drain %,d rows of %,d bytes: %.2f s, %,.0f events/s (start %.1f s)%n",
                    rows, PAYLOAD_BYTES, seconds, rows / seconds, (leading - before) / 1e9);
        }
    }

    private static void live() {
        var text = "\"" + "x".repeat(PAYLOAD_BYTES) + "\"";
        try (var instance = Instance.start(
                TestDatabase.create(),
                SharedServers.kafka().bootstrapServers(),
                "memlog.outbox.poll-interval",
                "10s")) {
            Awaitility.await().until(() -> instance.status().leading());
            append(instance, 1, 500, "warm", text);
            append(instance, 1, 1_000, "one", text);
            append(instance, 8, 1_000, "eight", text);
        }
    }

    private static void append(Instance instance, int writers, int each, String name, String text) {
        var latency = instance.meters().get("memlog.outbox.relay.latency").timer();
        var published =
                (int) instance.meters().get("memlog.outbox.published").counter().count();
        var nanos = latency.totalTime(TimeUnit.NANOSECONDS);
        var before = System.nanoTime();
        Writers.run(writers, writer -> {
            for (int n = 0; n < each; n++) {
                var id = name + "-" + writer + "-" + n;
                instance.store().append(new StreamId(id), noStream(), List.of(published(id, id, text)));
            }
        });
        var appended = (System.nanoTime() - before) / 1e9;
        var all = writers * each;
        await(instance, published + all);
        System.out.printf(
                "live, %d writers: %,.0f appends/s, %.2f ms each; append to acknowledgement %.2f ms on average%n",
                writers,
                all / appended,
                appended * 1e3 * writers / all,
                (latency.totalTime(TimeUnit.NANOSECONDS) - nanos) / 1e6 / all);
    }

    private static void await(Instance instance, int published) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMinutes(5))
                .until(() -> instance.meters()
                                .get("memlog.outbox.published")
                                .counter()
                                .count()
                        >= published);
    }
}
