package io.memlog.eventstore.postgres;

import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.EventStoreContract;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.schemas.message.EventMessage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

class PostgresEventStoreIT extends EventStoreContract {

    private static final PostgresFixture POSTGRES =
            new PostgresFixture(TestDatabase.create().migrated().dataSource(), CLOCK);

    @BeforeEach
    void empty() {
        POSTGRES.empty();
    }

    @Override
    protected EventStore store() {
        return POSTGRES.store;
    }

    @Override
    protected List<EventMessage> outbox() {
        return POSTGRES.outbox();
    }
}
