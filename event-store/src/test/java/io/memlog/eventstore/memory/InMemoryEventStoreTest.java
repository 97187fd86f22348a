package io.memlog.eventstore.memory;

import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.EventStoreContract;
import io.memlog.schemas.message.EventMessage;
import java.util.List;

class InMemoryEventStoreTest extends EventStoreContract {

    private final InMemoryEventStore store = new InMemoryEventStore(CLOCK);

    @Override
    protected EventStore store() {
        return store;
    }

    @Override
    protected List<EventMessage> outbox() {
        return store.messages();
    }
}
