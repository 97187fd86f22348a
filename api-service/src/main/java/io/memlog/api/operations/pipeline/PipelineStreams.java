package io.memlog.api.operations.pipeline;

import io.memlog.eventstore.lifecycle.BackgroundTasks;
import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Runs the topology, from when Kafka has its topics until the application stops. After a failure it starts again.
final class PipelineStreams extends BackgroundTasks {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineStreams.class);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(7);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final long FAILURE_SHOWN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Runner runner;

    PipelineStreams(Topology topology, Map<String, Object> config, Map<String, Object> adminConfig) {
        var runner = new Runner(topology, config, adminConfig);
        super(SmartLifecycle.DEFAULT_PHASE, STOP_TIMEOUT, () -> {}, new Task("pipeline", runner::run));
        this.runner = runner;
    }

    /// The running topology; null while there is none.
    @Nullable
    KafkaStreams streams() {
        return runner.streams;
    }

    /// Whether it counts, or is about to while partitions are assigned.
    boolean isCounting() {
        var current = runner.streams;
        return current != null && current.state().isRunningOrRebalancing();
    }

    /// `waiting` for Kafka, or the state of Kafka Streams, such as `running` or `rebalancing`.
    String state() {
        var current = runner.streams;
        return current == null ? "waiting" : current.state().name().toLowerCase(Locale.ROOT);
    }

    /// What has failed during the last minute, or what it waits for; null when nothing is wrong.
    @Nullable
    String failureReason() {
        var failure = runner.failure;
        return failure == null || (runner.streams != null && failure.isOld()) ? null : failure.reason();
    }

    private record Failure(String reason, long nanos) {

        boolean isOld() {
            return System.nanoTime() - nanos > FAILURE_SHOWN_NANOS;
        }
    }

    private static final class Runner {

        private final Topology topology;
        private final Map<String, Object> config;
        private final Map<String, Object> adminConfig;
        private volatile @Nullable KafkaStreams streams;
        private volatile @Nullable Failure failure;

        private Runner(Topology topology, Map<String, Object> config, Map<String, Object> adminConfig) {
            this.topology = topology;
            this.config = config;
            this.adminConfig = adminConfig;
        }

        private void run(StopSignal stop) throws InterruptedException {
            var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), new Random());
            do {
                try {
                    requireTopics();
                    follow(stop);
                } catch (ExecutionException e) {
                    failed(e.getCause() == null ? e : e.getCause());
                } catch (TimeoutException | KafkaException e) {
                    failed(e);
                }
            } while (!stop.pause(backoff.next()));
        }

        /// Kafka Streams would fail without them, and they are created in the background.
        private void requireTopics() throws ExecutionException, TimeoutException, InterruptedException {
            try (var admin = Admin.create(adminConfig)) {
                admin.describeTopics(PipelineTopology.sources().stream()
                                .map(Topic::name)
                                .toList())
                        .allTopicNames()
                        .get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private void follow(StopSignal stop) throws InterruptedException {
            var current = new KafkaStreams(topology, new StreamsConfig(config));
            try {
                current.setUncaughtExceptionHandler(cause -> {
                    failed(cause);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
                current.start();
                streams = current;
                while (!current.state().hasCompletedShutdown() && !stop.pause(POLL_INTERVAL)) {
                    // It works on threads of its own.
                }
            } finally {
                streams = null;
                current.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                        .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
            }
        }

        private void failed(Throwable cause) {
            var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            var before = failure;
            if ((before == null || before.isOld()) && !(cause instanceof UnknownTopicOrPartitionException)) {
                LOG.atWarn()
                        .addKeyValue("reason", reason)
                        .setCause(streams == null ? null : cause)
                        .log("The figures of the pipeline stand still");
            }
            failure = new Failure(reason, System.nanoTime());
        }
    }
}
