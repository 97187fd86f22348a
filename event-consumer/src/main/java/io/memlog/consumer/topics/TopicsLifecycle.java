package io.memlog.consumer.topics;

import io.memlog.consumer.processing.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Sees to the topics in the background until all exist; nobody waits for it, and Kafka may be away.
final class TopicsLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicsLifecycle.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final TopicProvisioner setup;
    private final Supplier<Admin> admins;
    private final Backoff backoff;
    private volatile TopicsState state = new TopicsState(false, List.of());
    private @Nullable Thread thread;

    TopicsLifecycle(TopicProvisioner setup, Supplier<Admin> admins, Backoff backoff) {
        this.setup = setup;
        this.admins = admins;
        this.backoff = backoff;
    }

    TopicsState state() {
        return state;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofVirtual().name("memlog-topics").start(this::untilReady);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /// Before whatever uses the topics.
    @Override
    public int getPhase() {
        return 0;
    }

    private void untilReady() {
        try {
            while (!attempt()) {
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            log.debug("stopped before the topics were made", e);
        }
    }

    private boolean attempt() throws InterruptedException {
        Admin admin = null;
        try {
            admin = admins.get();
            var differences = setup.run(admin);
            differences.forEach(log::error);
            state = new TopicsState(true, differences);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            var problem = "the topics cannot be made: " + (e.getCause() == null ? e : e.getCause());
            if (state.problems().isEmpty()) {
                log.warn("{}; it is tried again until it succeeds", problem);
            }
            state = new TopicsState(false, List.of(problem));
            return false;
        } finally {
            if (admin != null) {
                admin.close(LONGEST_CLOSE);
            }
        }
    }
}
