package io.memlog.eventstore.postgres;

import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventFeedContract;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.schemas.message.EventMessage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

@EnabledIf(value = "isDockerThere", disabledReason = "Docker is not there")
class PostgresEventStoreContainerIT extends EventFeedContract {

    private static final PostgreSQLContainer SERVER = new PostgreSQLContainer("postgres:18.4");

    private PostgresFixture postgres;

    /// Where it has to be, the tests fail without it.
    static boolean isDockerThere() {
        return Boolean.getBoolean("memlog.tests.docker")
                || DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

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
