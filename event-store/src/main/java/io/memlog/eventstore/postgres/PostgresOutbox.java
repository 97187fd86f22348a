package io.memlog.eventstore.postgres;

import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.ExecuteListenerProvider;
import org.jooq.impl.DSL;

/// The outbox in PostgreSQL.
final class PostgresOutbox implements Outbox {

    /// Reads the waiting messages in the index alone.
    static final String COUNT = """
            select count(*) as depth,
                   coalesce(sum(payload_bytes), 0) + pg_table_size('outbox_parked') as bytes,
                   (select recorded_at from outbox order by position limit 1) as oldest,
                   (select count(*) from (select from outbox_parked limit ?) parked) as parked
            from (select payload_bytes from outbox order by position limit ?) waiting
            """;

    private final DSLContext sql;
    private final DirectConnections connections;
    private final Duration maxIdle;

    /// @param sql over the application's pool; its listeners would log each count that fails during an outage
    PostgresOutbox(DSLContext sql, DirectConnections connections, OutboxProperties properties) {
        this.sql = DSL.using(sql.configuration().derive(new ExecuteListenerProvider[0]));
        this.connections = connections;
        // A session without a statement for longer than all of the relay's pauses belongs to a process that hangs.
        this.maxIdle = Duration.ofSeconds(10)
                .plus(properties.pollInterval())
                .plus(properties.leaderPollInterval())
                .plus(properties.blockTimeout())
                .plus(properties.maxBackoff());
    }

    @Override
    public LeaderSession connect() {
        return new PostgresLeaderSession(connections, maxIdle);
    }

    @Override
    public Backlog count(int max) {
        return sql.fetchSingle(COUNT, max, max).into(Backlog.class);
    }
}
