package io.memlog.eventstore.following;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventSubscriptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The subscriptions of this JVM, each on a thread of its own.
public final class Followers implements EventSubscriptions, AutoCloseable {

    private final EventFeed feed;
    private final Arrivals arrivals;
    private final EventReadingProperties properties;
    private final Set<Follower> open = ConcurrentHashMap.newKeySet();

    public Followers(EventFeed feed, Arrivals arrivals, EventReadingProperties properties) {
        this.feed = feed;
        this.arrivals = arrivals;
        this.properties = properties;
    }

    @Override
    public Subscription follow(Checkpoint behind, EventHandler handler) {
        open.removeIf(Follower::isClosed);
        var follower = new Follower(feed, arrivals, properties, behind, handler);
        open.add(follower);
        follower.start();
        return follower;
    }

    /// Closes every subscription.
    @Override
    public void close() {
        open.forEach(Follower::close);
        open.clear();
    }
}
