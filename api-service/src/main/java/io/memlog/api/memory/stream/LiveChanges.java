package io.memlog.api.memory.stream;

import io.memlog.api.http.FairLimit;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventSubscriptions;
import io.memlog.eventstore.EventSubscriptions.Subscription;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Lets clients follow the log. One subscription reads it for all of them, from when the first one comes; each client
/// has a thread of its own, which reads at its own position from the shared buffer and waits for more. A client that
/// resumes from further back reads the log itself until it has caught up, a few clients at a time. Nothing is kept for
/// one client alone: who falls behind the buffer, or does not read at all, is disconnected and may resume.
@Component
final class LiveChanges implements SmartLifecycle {

    private static final int MAX_CATCHING_UP = 4;
    private static final int CATCH_UP_BATCH = 100;

    private final EventFeed feed;
    private final EventSubscriptions subscriptions;
    private final StreamProperties properties;
    private final FairLimit limit;
    private final Counter dropped;
    private final Set<Thread> clients = ConcurrentHashMap.newKeySet();
    private final Semaphore catchingUp = new Semaphore(MAX_CATCHING_UP, true);
    private volatile boolean stopping;
    private volatile boolean running;
    private @Nullable ChangeBuffer buffer;
    private @Nullable Subscription subscription;

    /// A client; each call writes at once, and fails when the client is gone or has not read for the time of
    /// `server.tomcat.connection-timeout`.
    interface Client {

        void send(List<Change> changes) throws IOException;

        /// @param reached where the client can resume
        void heartbeat(Checkpoint reached) throws IOException;
    }

    LiveChanges(EventFeed feed, EventSubscriptions subscriptions, StreamProperties properties, MeterRegistry registry) {
        this.feed = feed;
        this.subscriptions = subscriptions;
        this.properties = properties;
        this.limit = new FairLimit("memlog.stream.max-streams", properties.maxStreams());
        this.dropped = Counter.builder("memlog.stream.dropped")
                .description("Clients that were disconnected since they were too slow")
                .register(registry);
        Gauge.builder("memlog.stream.clients", clients::size)
                .description("Clients that follow the changes")
                .register(registry);
    }

    /// Takes a place among the clients; to be closed when the client has gone.
    ///
    /// @throws ProblemException `503` when there are too many
    FairLimit.Claim claim() {
        var claim = limit.claim();
        try {
            claim.take(1);
            return claim;
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /// Where the client begins: after what it has seen, or at the end of the log.
    ///
    /// @throws ProblemException `400` when the client has seen more than the log has, which was restored since
    Checkpoint begin(StreamRequest wanted) {
        shared();
        var after = wanted.resumeAfter();
        var end = feed.end();
        if (after != null && after.position().value() > end.position().value()) {
            throw ProblemException.invalid(FieldError.inHeader(
                    "Last-Event-ID", "is beyond the end of the log, as after a restore; begin without it"));
        }
        return after == null ? end : after;
    }

    /// Sends the changes after this position to the client, and then new ones, until the client or the application ends
    /// or the stream has lasted long enough. Runs on the client's thread.
    void follow(StreamRequest wanted, Checkpoint begin, Client client) throws IOException {
        var thread = Thread.currentThread();
        clients.add(thread);
        try {
            var deadline = System.nanoTime() + properties.maxDuration().toNanos();
            client.heartbeat(begin);
            var position = catchUp(wanted, begin, client, deadline);
            followBuffer(wanted, position, client, deadline);
        } catch (InterruptedException e) {
            thread.interrupt();
        } finally {
            clients.remove(thread);
        }
    }

    private Checkpoint catchUp(StreamRequest wanted, Checkpoint begin, Client client, long deadline)
            throws IOException, InterruptedException {
        var shared = shared();
        var position = begin;
        var lastSent = System.nanoTime();
        while (shared.after(position).isEmpty() && !isOver(deadline)) {
            var start = shared.start();
            var batch = read(position);
            var changes = batch.events().stream()
                    .flatMap(event -> Change.of(event).stream())
                    .toList();
            // Without events in the batch, the log has none between them.
            position = batch.isEmpty() ? start : batch.end();
            if (send(changes, wanted, client)) {
                lastSent = System.nanoTime();
            } else if (System.nanoTime() - lastSent > properties.heartbeat().toNanos()) {
                client.heartbeat(position);
                lastSent = System.nanoTime();
            }
        }
        return position;
    }

    private EventBatch read(Checkpoint position) throws InterruptedException {
        catchingUp.acquire();
        try {
            return feed.after(position, CATCH_UP_BATCH);
        } finally {
            catchingUp.release();
        }
    }

    private void followBuffer(StreamRequest wanted, Checkpoint begin, Client client, long deadline)
            throws IOException, InterruptedException {
        var shared = shared();
        var position = begin;
        var lastSent = System.nanoTime();
        while (!isOver(deadline)) {
            var part = shared.after(position);
            if (part.isEmpty()) {
                dropped.increment();
                return;
            }
            var isAtEnd = part.get().end().equals(position);
            position = part.get().end();
            if (send(part.get().changes(), wanted, client)) {
                lastSent = System.nanoTime();
            }
            var left = Math.min(lastSent + properties.heartbeat().toNanos(), deadline) - System.nanoTime();
            if (left <= 0) {
                client.heartbeat(position);
                lastSent = System.nanoTime();
            } else if (isAtEnd) {
                LockSupport.parkNanos(this, left);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static boolean send(List<Change> changes, StreamRequest wanted, Client client) throws IOException {
        var matching = changes.stream().filter(wanted::matches).toList();
        if (!matching.isEmpty()) {
            client.send(matching);
        }
        return !matching.isEmpty();
    }

    private boolean isOver(long deadline) {
        return stopping || System.nanoTime() >= deadline;
    }

    private synchronized ChangeBuffer shared() {
        if (buffer == null) {
            var end = feed.end();
            var shared = new ChangeBuffer(properties.bufferSize(), end);
            subscription = subscriptions.subscribe(end, batch -> {
                shared.add(batch);
                clients.forEach(LockSupport::unpark);
            });
            buffer = shared;
        }
        return buffer;
    }

    @Override
    public void start() {
        stopping = false;
        running = true;
    }

    @Override
    public synchronized void stop() {
        stopping = true;
        running = false;
        clients.forEach(LockSupport::unpark);
        if (subscription != null) {
            subscription.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
