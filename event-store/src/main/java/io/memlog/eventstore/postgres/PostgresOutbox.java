package io.memlog.eventstore.postgres;

import io.memlog.eventstore.outbox.Backlog;
import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.ExecuteListenerProvider;
import org.jooq.impl.DSL;

/// The outbox in PostgreSQL.
final class PostgresOutbox implements Outbox {

    /// Reads the waiting messages in the index alone.
    static final String COUNT = """
            select count(*) as depth,
                   coalesce(sum(payload_bytes), 0) + pg_table_size('outbox_parked') as bytes,
                   (select recorded_at from outbox order by position limit 1) as recorded_at,
                   (select count(*) from (select from outbox_parked limit ?) parked) as parked
            from (select payload_bytes from outbox order by position limit ?) waiting
            """;

    private final DSLContext sql;
    private final DirectConnections connections;
    private final OutboxProperties properties;

    /// @param sql over the application's pool; its listeners would log each count that fails during an outage
    PostgresOutbox(DSLContext sql, DirectConnections connections, OutboxProperties properties) {
        this.sql = DSL.using(sql.configuration().derive(new ExecuteListenerProvider[0]));
        this.connections = connections;
        this.properties = properties;
    }

    @Override
    public LeaderSession connect() {
        return new PostgresLeaderSession(connections.open("memlog outbox relay", maxIdle()));
    }

    @Override
    public Subscription subscribe(Runnable callback) {
        var listener = new NotificationListener(connections, callback);
        listener.start();
        return listener;
    }

    @Override
    public Backlog count(int max) {
        var row = sql.fetchSingle(COUNT, max, max);
        return new Backlog(
                row.get("depth", Long.class),
                row.get("bytes", Long.class),
                row.get("recorded_at", Instant.class),
                row.get("parked", Long.class));
    }

    /// A session without a statement for much longer than all of the relay's pauses belongs to a process that
    /// hangs.
    private Duration maxIdle() {
        return Stream.of(
                        properties.pollInterval(),
                        properties.leaderPollInterval(),
                        properties.blockTimeout(),
                        properties.maxBackoff())
                .reduce(Duration.ofMinutes(1), Duration::plus);
    }
}
