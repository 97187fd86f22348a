package io.memlog.eventstore.subscriptions;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventSubscriptions.EventHandler;
import io.memlog.eventstore.EventSubscriptions.Subscription;
import io.memlog.eventstore.subscriptions.CatchUpSubscriptions.Settings;
import io.memlog.schemas.retry.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscription: it reads the next batch, passes it to the handler, and waits when there is none.
final class CatchUpSubscription implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUpSubscription.class);

    private final EventFeed feed;
    private final AppendNotifier notifier;
    private final Settings settings;
    private final EventHandler handler;
    private final StopSignal stop = new StopSignal();
    private final Thread thread;

    private Checkpoint checkpoint;
    private boolean failing;

    CatchUpSubscription(
            EventFeed feed, AppendNotifier notifier, Settings settings, Checkpoint start, EventHandler handler) {
        this.feed = feed;
        this.notifier = notifier;
        this.settings = settings;
        this.handler = handler;
        this.checkpoint = start;
        this.thread = Thread.ofPlatform().daemon().name("event-subscription").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        stop.request();
        notifier.notifySubscribers();
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            if (!thread.join(settings.stopTimeout())) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return stop.requested();
    }

    private void run() {
        try {
            while (!stop.requested()) {
                handleNext();
            }
        } catch (InterruptedException e) {
            LOG.atInfo().addKeyValue("checkpoint", checkpoint).log("A subscription to the log was interrupted");
        }
    }

    private void handleNext() throws InterruptedException {
        var seen = notifier.notifications();
        try {
            var batch = feed.after(checkpoint, settings.batchSize());
            if (!batch.isEmpty()) {
                handler.handle(batch);
                checkpoint = batch.end();
            }
            recovered();
            if (batch.isEmpty() && !stop.requested()) {
                notifier.await(seen, settings.pollInterval());
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            failed(e);
            stop.pause(settings.retryPause());
        }
    }

    private void failed(Throwable e) {
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("checkpoint", checkpoint)
                    .setCause(e)
                    .log("A subscription to the log failed and is retried");
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.atInfo().addKeyValue("checkpoint", checkpoint).log("A subscription to the log has recovered");
        }
    }
}
