package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.InMemoryProjection.Written;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Shutdown, crash and revocation with a batch in flight.
abstract class ShutdownContract extends ConsumerContract {

    @Test
    void a_crash_between_write_and_report_leaves_nothing_pending() throws Exception {
        var hanging = new CountDownLatch(1);
        projection.after(changes -> waitFor(hanging));
        var crashing = TestConsumers.create(
                bootstrapServers(), group, TestConsumers.settings(Duration.ofMillis(100)), projection);
        consumers.add(crashing);
        crashing.start();
        kafka.send(message(LIVE, change(memory(1), 1)));
        await().until(() -> !projection.writes().isEmpty());
        crashing.stop();
        assertThat(kafka.read(Topic.PROGRESS)).isEmpty();

        projection.recover();
        startConsumer();

        awaitCommitted();
        assertThat(projection.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(reported()).containsExactly("vector.stored/1/1");
        hanging.countDown();
    }

    @Test
    void a_crash_between_report_and_commit_leaves_nothing_pending() throws Exception {
        var crashing = startConsumer();
        kafka.send(hundred());
        awaitCommitted();
        crashing.stop();

        kafka.resetCommits(group);
        startConsumer();

        awaitCommitted();
        assertThat(projection.writes()).hasSize(100);
        assertThat(reported()).hasSize(200);
    }

    @Test
    void a_stop_finishes_the_batch_in_flight() throws Exception {
        var slow = new CountDownLatch(1);
        projection.before(changes -> waitFor(slow));
        var consumer = startConsumer();
        kafka.send(message(LIVE, change(memory(1), 1)));
        await().until(() -> !projection.writeSizes().isEmpty());

        var stopping = Thread.ofVirtual().start(consumer::stop);
        assertThat(stopping.join(Duration.ofMillis(300))).isFalse();
        slow.countDown();
        stopping.join();

        assertThat(kafka.uncommitted(group, Topic.EVENTS)).isZero();
        assertThat(reported()).containsExactly("vector.stored/1/1");
    }

    @Test
    void a_stop_does_not_wait_for_the_end_of_an_outage() throws Exception {
        projection.before(changes -> {
            throw new IndexUnavailableException("429", null, Duration.ofMinutes(30));
        });
        var consumer = startConsumer();
        kafka.send(message(LIVE, change(memory(1), 1)));
        await().until(() -> consumer.pause().isPresent());

        var started = System.nanoTime();
        consumer.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(kafka.uncommitted(group, Topic.EVENTS)).isEqualTo(1);
    }

    @Test
    void a_revocation_waits_for_the_write_in_flight() throws Exception {
        var slow = new CountDownLatch(1);
        projection.before(changes -> waitFor(slow));
        startConsumer();
        kafka.send(hundred());
        await().until(() -> !projection.writeSizes().isEmpty());

        var second = new InMemoryProjection();
        var other = TestConsumers.create(bootstrapServers(), group, second);
        consumers.add(other);
        other.start();

        await().during(Duration.ofSeconds(2)).until(() -> second.writeSizes().isEmpty());
        slow.countDown();
        awaitCommitted();
        assertThat(projection.concurrentWrites()).isEmpty();
        var written = new ArrayList<>(projection.writes());
        written.addAll(second.writes());
        assertThat(written).hasSize(100).doesNotHaveDuplicates();
    }
}
