package io.memlog.eventstore.subscriptions;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventSubscriptions.EventHandler;
import io.memlog.eventstore.EventSubscriptions.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscription: it asks for the next batch, hands it over, and waits when there is none.
final class CatchUpSubscription implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUpSubscription.class);

    private final EventFeed feed;
    private final AppendNotifier arrivals;
    private final EventReadingProperties properties;
    private final EventHandler handler;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Checkpoint reached;
    private boolean failing;

    CatchUpSubscription(
            EventFeed feed,
            AppendNotifier arrivals,
            EventReadingProperties properties,
            Checkpoint behind,
            EventHandler handler) {
        this.feed = feed;
        this.arrivals = arrivals;
        this.properties = properties;
        this.handler = handler;
        this.reached = behind;
        this.thread = Thread.ofPlatform().daemon().name("event-follower").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        arrivals.announce();
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            if (!thread.join(properties.stopTimeout())) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosed()) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.atInfo().addKeyValue("checkpoint", reached).log("A subscription to the log was interrupted");
        }
    }

    private void step() throws InterruptedException {
        var seen = arrivals.count();
        try {
            var batch = feed.after(reached, properties.batchSize());
            if (batch.isEmpty()) {
                recovered();
                if (!isClosed()) {
                    arrivals.await(seen, properties.pollInterval());
                }
                return;
            }
            handler.handle(batch);
            reached = batch.end();
            recovered();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed(e);
            pause(properties.retryPause());
        }
    }

    private void failed(Exception e) {
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("checkpoint", reached)
                    .setCause(e)
                    .log("A subscription to the log has failed and tries again");
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.atInfo().addKeyValue("checkpoint", reached).log("A subscription to the log goes on");
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.atDebug().log("A subscription was closed while it paused");
        }
    }
}
