package io.memlog.eventstore.subscriptions;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventSubscriptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The subscriptions of this JVM, each on a thread of its own.
public final class CatchUpSubscriptions implements EventSubscriptions, AutoCloseable {

    private final EventFeed feed;
    private final AppendNotifier notifier;
    private final Settings settings;
    private final Set<CatchUpSubscription> open = ConcurrentHashMap.newKeySet();

    /// @param batchSize    how many events a handler gets at a time
    /// @param pollInterval how often a subscription polls for appends of other instances
    /// @param retryPause   the pause after a failure
    /// @param stopTimeout  how long a close waits for the batch in progress
    public record Settings(int batchSize, Duration pollInterval, Duration retryPause, Duration stopTimeout) {

        public static final Settings DEFAULT =
                new Settings(500, Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    public CatchUpSubscriptions(EventFeed feed, AppendNotifier notifier, Settings settings) {
        this.feed = feed;
        this.notifier = notifier;
        this.settings = settings;
    }

    @Override
    public Subscription subscribe(Checkpoint start, EventHandler handler) {
        open.removeIf(CatchUpSubscription::isClosed);
        var subscription = new CatchUpSubscription(feed, notifier, settings, start, handler);
        open.add(subscription);
        subscription.start();
        return subscription;
    }

    /// Closes every subscription.
    @Override
    public void close() {
        open.forEach(CatchUpSubscription::close);
        open.clear();
    }
}
