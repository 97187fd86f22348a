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

class PostgresEventStoreIT extends EventFeedContract {

    private static final PostgresFixture POSTGRES =
            new PostgresFixture(TestDatabase.create().migrated().pool(16), CLOCK);

    @BeforeEach
    void empty() {
        POSTGRES.empty();
    }

    @Override
    protected EventStore store() {
        return POSTGRES.store;
    }

    @Override
    protected EventQueries queries() {
        return POSTGRES.queries;
    }

    @Override
    protected EventFeed feed() {
        return POSTGRES.queries;
    }

    @Override
    protected AppendNotifier notifier() {
        return POSTGRES.notifier;
    }

    @Override
    protected List<EventMessage> outbox() {
        return POSTGRES.outbox();
    }
}
