package io.memlog.consumer.topics;

import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.retry.StopSignal;
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
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/// Creates the topics in the background, and retries until all exist; the start of the application does not
/// depend on Kafka.
final class TopicsLifecycle implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(TopicsLifecycle.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final TopicProvisioner provisioner;
    private final Supplier<Admin> admins;
    private final Backoff backoff;
    private volatile State state = new State(false, List.of());
    private @Nullable StopSignal stop;

    /// @param ready    whether all topics exist
    /// @param problems why topics cannot be created, or how they differ from the contract; a sentence each
    record State(boolean ready, List<String> problems) {}

    TopicsLifecycle(TopicProvisioner provisioner, Supplier<Admin> admins, Backoff backoff) {
        this.provisioner = provisioner;
        this.admins = admins;
        this.backoff = backoff;
    }

    State state() {
        return state;
    }

    @Override
    public Health health() {
        var current = state;
        return Health.up()
                .withDetail("state", current.ready() ? "ready" : "waiting")
                .withDetail("problems", current.problems())
                .build();
    }

    @Override
    public synchronized void start() {
        var signal = new StopSignal();
        stop = signal;
        Thread.ofVirtual().name("memlog-topics").start(() -> provisionUntilReady(signal));
    }

    @Override
    public synchronized void stop() {
        if (stop != null) {
            stop.request();
            stop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return stop != null;
    }

    /// Starts before all users of the topics.
    @Override
    public int getPhase() {
        return 0;
    }

    private void provisionUntilReady(StopSignal signal) {
        try {
            var ready = provision();
            while (!ready && !signal.pause(backoff.next())) {
                ready = provision();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean provision() throws InterruptedException {
        Admin admin = null;
        try {
            admin = admins.get();
            var differences = provisioner.run(admin);
            differences.forEach(LOG::error);
            state = new State(true, differences);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            var problem = "the topics cannot be created: " + (e.getCause() == null ? e : e.getCause());
            if (state.problems().isEmpty()) {
                LOG.warn("{}; retrying until it succeeds", problem);
            }
            state = new State(false, List.of(problem));
            return false;
        } finally {
            if (admin != null) {
                admin.close(CLOSE_TIMEOUT);
            }
        }
    }
}
