package io.memlog.eventstore.memory;

import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventFeedContract;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.schemas.message.EventMessage;
import java.util.List;

class InMemoryEventStoreTest extends EventFeedContract {

    private final AppendNotifier notifier = new AppendNotifier();
    private final InMemoryEventStore store = new InMemoryEventStore(CLOCK, notifier);

    @Override
    protected EventStore store() {
        return store;
    }

    @Override
    protected EventQueries queries() {
        return store;
    }

    @Override
    protected EventFeed feed() {
        return store;
    }

    @Override
    protected AppendNotifier notifier() {
        return notifier;
    }

    @Override
    protected List<EventMessage> outbox() {
        return store.messages();
    }
}
