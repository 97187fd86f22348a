package io.memlog.eventstore.postgres;

import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.outbox.OutboxStatus;
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
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/// A store over a database, without a relay that would empty the outbox.
final class PostgresFixture {

    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    final TransactionTemplate transaction;
    final DSLContext sql;
    final AtomicInteger wakeUps = new AtomicInteger();
    final EventStore store;

    PostgresFixture(DataSource database, Clock clock) {
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.sql = DSL.using(new TransactionAwareDataSourceProxy(database), SQLDialect.POSTGRES);
        this.store = new PostgresEventStore(
                transaction, new EventRows(sql), new OutboxRows(sql), new CountingRelay(), clock);
    }

    /// Forgets everything.
    void empty() {
        sql.execute("truncate event, outbox, outbox_parked");
        wakeUps.set(0);
    }

    List<EventMessage> outbox() {
        return sql.selectFrom(Tables.Outbox.TABLE)
                .orderBy(Tables.Outbox.POSITION)
                .fetch(PostgresFixture::message);
    }

    private static EventMessage message(Record row) {
        Map<String, String> headers = Json.mapper().readValue(row.get("headers", String.class), TEXTS);
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
            return new OutboxStatus(0, Duration.ZERO, false, false, null);
        }
    }
}
