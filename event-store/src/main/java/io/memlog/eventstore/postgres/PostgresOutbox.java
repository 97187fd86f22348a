package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;

import io.memlog.eventstore.outbox.Backlog;
import io.memlog.eventstore.outbox.LeaderSession;
import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.eventstore.postgres.Tables.Parked;
import java.time.Duration;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.ExecuteListenerProvider;
import org.jooq.impl.DSL;

/// The outbox in PostgreSQL.
final class PostgresOutbox implements Outbox {

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
        var waiting = select(Tables.Outbox.RECORDED_AT)
                .from(Tables.Outbox.TABLE)
                .orderBy(Tables.Outbox.POSITION)
                .limit(max)
                .asTable("waiting");
        return sql.select(
                        DSL.count(),
                        min(waiting.field(Tables.Outbox.RECORDED_AT)),
                        selectCount().from(Parked.TABLE).<Integer>asField())
                .from(waiting)
                .fetchSingle(row -> new Backlog(row.value1(), row.value2(), row.value3()));
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
