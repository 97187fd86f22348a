package io.memlog.eventstore.postgres;

import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventFeedContract;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.schemas.message.EventMessage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

@Testcontainers(disabledWithoutDocker = true)
class PostgresEventStoreContainerIT extends EventFeedContract {

    @Container
    private static final PostgreSQLContainer SERVER = new PostgreSQLContainer("postgres:18-alpine");

    private PostgresFixture postgres;

    @BeforeEach
    void connect() {
        var database = new TestDatabase(SERVER.getJdbcUrl(), SERVER.getUsername(), SERVER.getPassword());
        postgres = new PostgresFixture(database.migrated().dataSource(), CLOCK);
        postgres.empty();
    }

    @Override
    protected EventStore store() {
        return postgres.store;
    }

    @Override
    protected EventQueries queries() {
        return postgres.queries;
    }

    @Override
    protected EventFeed feed() {
        return postgres.queries;
    }

    @Override
    protected AppendNotifier notifier() {
        return postgres.notifier;
    }

    @Override
    protected List<EventMessage> outbox() {
        return postgres.outbox();
    }
}
