package io.memlog.eventstore.postgres;

import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.outbox.OutboxMessage;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Pages end by size without unpacking what is not returned, and the backlog is counted without reading it.
class SizesIT {

    private static final int MESSAGES = 120;
    private static final int BYTES = 300_000;

    private final TestDatabase database = TestDatabase.create().migrated();
    private final PostgresFixture postgres = new PostgresFixture(database.dataSource(), Clock.systemUTC());
    private final DirectConnections connections =
            new DirectConnections(database.url(), database.user(), database.password());

    @Test
    void a_page_of_the_outbox_unpacks_only_the_messages_that_it_returns() {
        append();
        var before = toastBlocks("outbox");
        try (var session = new PostgresOutbox.Session(connections, Duration.ZERO)) {
            var page = session.read(List.of(), MESSAGES, 2L * BYTES);

            assertThat(page.messages()).hasSize(2);
            assertThat(page.full()).isTrue();
        }
        assertThat(blocksSince("outbox", before)).isLessThan(10L * BYTES / 2_000);
    }

    @Test
    void a_page_of_the_log_unpacks_only_the_events_that_it_returns() {
        append();
        var before = toastBlocks("event");

        var page = postgres.queries.find(EventQuery.all().limit(MESSAGES));

        var returned = page.events().size();
        assertThat(returned).isBetween(EventPage.MAX_BYTES / BYTES, MESSAGES - 30);
        assertThat(blocksSince("event", before)).isLessThan((returned + 10L) * BYTES / 2_000 * 5 / 4);
    }

    @Test
    void messages_of_earlier_versions_without_a_size_end_a_page_too() {
        append();
        postgres.sql.execute("update outbox set payload_bytes = null");
        try (var session = new PostgresOutbox.Session(connections, Duration.ZERO)) {
            assertThat(session.read(List.of(), MESSAGES, BYTES / 2).messages())
                    .extracting(OutboxMessage::key)
                    .containsExactly("1");
        }
    }

    @Test
    void the_backlog_is_counted_in_the_index_alone() {
        postgres.sql.execute("""
                insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at, payload_bytes)
                select n, n::text, 'memory_log', n::text, 'x', '{}', '{}', now(), 2 from generate_series(1, 20000) n
                """);
        postgres.sql.execute("vacuum analyze outbox");

        var plan = String.join(
                "\n",
                postgres.sql
                        .fetch("explain (analyze) " + PostgresOutbox.COUNT, 5, 15_000)
                        .getValues(0, String.class));

        assertThat(plan)
                .contains("Index Only Scan using outbox_pkey")
                .contains("Heap Fetches: 0")
                .doesNotContain("Seq Scan on outbox ");
    }

    @Test
    void a_backlog_gives_its_disk_space_back() {
        postgres.sql.execute("""
                insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at)
                select n, n::text, 'memory_log', n::text, 'x', '{}', '{}', now() from generate_series(1, 100000) n
                """);
        var full = heapBytes();
        postgres.sql.execute("delete from outbox");

        postgres.sql.execute("vacuum outbox");

        assertThat(heapBytes()).isLessThan(full / 10);
    }

    private void append() {
        var random = new Random(1);
        List<NewEvent> events = new ArrayList<>();
        for (int n = 1; n <= MESSAGES; n++) {
            var bytes = new byte[BYTES * 3 / 4];
            random.nextBytes(bytes);
            var text = "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
            events.add(published("e" + n, "" + n, text));
        }
        postgres.store.append(new StreamId("large"), any(), events);
    }

    private long blocksSince(String table, long before) {
        await().until(() -> toastBlocks(table) > before);
        return toastBlocks(table) - before;
    }

    private long toastBlocks(String table) {
        return postgres.sql
                .fetchSingle(
                        "select toast_blks_read + toast_blks_hit from pg_statio_user_tables where relname = ?", table)
                .get(0, Long.class);
    }

    private long heapBytes() {
        return postgres.sql.fetchSingle("select pg_relation_size('outbox')").get(0, Long.class);
    }
}
