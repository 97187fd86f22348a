package io.memlog.eventstore.subscriptions;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventSubscriptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The subscriptions of this JVM, each on a thread of its own.
public final class CatchUpSubscriptions implements EventSubscriptions, AutoCloseable {

    private final EventFeed feed;
    private final AppendNotifier arrivals;
    private final EventReadingProperties properties;
    private final Set<CatchUpSubscription> open = ConcurrentHashMap.newKeySet();

    public CatchUpSubscriptions(EventFeed feed, AppendNotifier arrivals, EventReadingProperties properties) {
        this.feed = feed;
        this.arrivals = arrivals;
        this.properties = properties;
    }

    @Override
    public Subscription follow(Checkpoint behind, EventHandler handler) {
        open.removeIf(CatchUpSubscription::isClosed);
        var follower = new CatchUpSubscription(feed, arrivals, properties, behind, handler);
        open.add(follower);
        follower.start();
        return follower;
    }

    /// Closes every subscription.
    @Override
    public void close() {
        open.forEach(CatchUpSubscription::close);
        open.clear();
    }
}
