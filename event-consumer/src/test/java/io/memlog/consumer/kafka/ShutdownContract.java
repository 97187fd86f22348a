package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.MemoryIndex;
import io.memlog.consumer.MemoryIndex.Written;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// How a follower ends, in order and otherwise, on a Kafka of any kind.
abstract class ShutdownContract extends OnKafka {

    @Test
    void a_death_between_write_and_report_leaves_nothing_pending() throws Exception {
        var hanging = new CountDownLatch(1);
        index.after(changes -> waitFor(hanging));
        var dying = TestConsumers.follower(
                bootstrapServers(), TestConsumers.settings(group, Duration.ofMillis(100)), index);
        followers.add(dying);
        dying.start();
        kafka.send(message(LIVE, change(memory(1), 1)));
        await().until(() -> !index.writes().isEmpty());
        dying.stop();
        assertThat(kafka.read(Topic.PROGRESS)).isEmpty();

        index.healed();
        follow();

        settled();
        assertThat(index.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(reported()).containsExactly("vector.stored/1/1");
        hanging.countDown();
    }

    @Test
    void a_death_between_report_and_commit_leaves_nothing_pending() throws Exception {
        var dying = follow();
        kafka.send(hundred());
        settled();
        dying.stop();

        kafka.forgetCommits(group);
        follow();

        settled();
        assertThat(index.writes()).hasSize(100);
        assertThat(reported()).hasSize(200);
    }

    @Test
    void a_stop_finishes_the_batch_in_flight() throws Exception {
        var slow = new CountDownLatch(1);
        index.before(changes -> waitFor(slow));
        var follower = follow();
        kafka.send(message(LIVE, change(memory(1), 1)));
        await().until(() -> !index.groups().isEmpty());

        var stopping = Thread.ofVirtual().start(follower::stop);
        assertThat(stopping.join(Duration.ofMillis(300))).isFalse();
        slow.countDown();
        stopping.join();

        assertThat(kafka.uncommitted(group, Topic.EVENTS)).isZero();
        assertThat(reported()).containsExactly("vector.stored/1/1");
    }

    @Test
    void a_stop_does_not_wait_for_the_end_of_an_outage() throws Exception {
        index.before(changes -> {
            throw new IndexUnavailableException("429", null, Duration.ofMinutes(30));
        });
        var follower = follow();
        kafka.send(message(LIVE, change(memory(1), 1)));
        await().until(() -> follower.pause().isPresent());

        var begun = System.nanoTime();
        follower.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(kafka.uncommitted(group, Topic.EVENTS)).isEqualTo(1);
    }

    @Test
    void a_revocation_waits_for_the_write_in_flight() throws Exception {
        var slow = new CountDownLatch(1);
        index.before(changes -> waitFor(slow));
        follow();
        kafka.send(hundred());
        await().until(() -> !index.groups().isEmpty());

        var second = new MemoryIndex();
        var other = TestConsumers.follower(bootstrapServers(), group, second);
        followers.add(other);
        other.start();

        await().during(Duration.ofSeconds(2)).until(() -> second.groups().isEmpty());
        slow.countDown();
        settled();
        assertThat(index.overlaps()).isEmpty();
        var written = new ArrayList<>(index.writes());
        written.addAll(second.writes());
        assertThat(written).hasSize(100).doesNotHaveDuplicates();
    }
}
