package io.memlog.eventstore.postgres;

import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.outbox.OutboxStatus;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.EventMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/// A store over a database, without a relay that would empty the outbox.
final class PostgresFixture {

    private static final TypeReference<LinkedHashMap<String, String>> HEADERS = new TypeReference<>() {};

    /// How long a query waits for open transactions.
    static final Duration HORIZON_TIMEOUT = Duration.ofMillis(300);

    final TransactionTemplate transaction;
    final DSLContext sql;
    final AtomicInteger wakeUps = new AtomicInteger();
    final AppendNotifier notifier = new AppendNotifier();
    final EventStore store;
    final PostgresEventQueries queries;

    PostgresFixture(DataSource database, Clock clock) {
        this(database, clock, () -> {});
    }

    /// @param onStatement is called for every statement of the store
    PostgresFixture(DataSource database, Clock clock, Runnable onStatement) {
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.sql = DSL.using(new DefaultConfiguration()
                .set(new TransactionAwareDataSourceProxy(database))
                .set(SQLDialect.POSTGRES)
                .set(ExecuteListener.onExecuteStart(_ -> onStatement.run())));
        var reader = new EventReader(sql);
        this.store =
                new PostgresEventStore(transaction, new EventWriter(sql), reader, new CountingRelay(), notifier, clock);
        this.queries = new PostgresEventQueries(reader, HORIZON_TIMEOUT);
    }

    /// Empties all tables.
    void empty() {
        sql.execute("truncate event, outbox, outbox_parked");
        wakeUps.set(0);
    }

    List<EventMessage> outbox() {
        return sql.fetch("select * from outbox order by position").map(PostgresFixture::message);
    }

    /// Waits until some session of the database waits for another one.
    void awaitBlockedSession() {
        await().until(() -> sql.fetchExists(sql.selectOne()
                .from("pg_stat_activity")
                .where("wait_event_type = 'Lock' and datname = current_database()")));
    }

    private static EventMessage message(Record row) {
        Map<String, String> headers = Json.mapper().readValue(row.get("headers", String.class), HEADERS);
        var traceparent = row.get("traceparent", String.class);
        if (traceparent != null) {
            headers.put("traceparent", traceparent);
        }
        return new EventMessage(row.get("aggregateid", String.class), headers, row.get("payload", String.class));
    }

    private final class CountingRelay implements OutboxRelay {

        @Override
        public void wake() {
            wakeUps.incrementAndGet();
        }

        @Override
        public OutboxStatus status() {
            return new OutboxStatus(0, 0, Duration.ZERO, 0, false, false, null);
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
