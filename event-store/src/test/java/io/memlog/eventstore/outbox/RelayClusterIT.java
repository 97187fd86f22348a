package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.Writers;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.RelaySessions;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.servers.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several instances on one database.
class RelayClusterIT {

    private static final String KAFKA = SharedServers.kafka().bootstrapServers();

    private final TestDatabase database = TestDatabase.create();
    private final RelaySessions sessions = new RelaySessions(database);
    private final String key = UUID.randomUUID().toString();

    @Test
    void one_instance_leads_and_another_takes_over_when_it_stops() {
        try (var second = startAfter(Instance.start(database, KAFKA))) {

            await().untilAsserted(() -> assertThat(second.status().leading()).isTrue());

            append(second, 1);
            try (var topic = new TopicReader(KAFKA)) {
                await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1"));
            }
        }
    }

    @Test
    void a_deposed_leader_loses_nothing_and_keeps_the_order_of_each_memory() {
        try (var one = Instance.start(database, KAFKA);
                var two = Instance.start(database, KAFKA);
                var topic = new TopicReader(KAFKA)) {
            Writers.run(4, writer -> {
                for (int n = 1; n <= 400; n++) {
                    append(n % 2 == 0 ? one : two, writer, n);
                    if (writer == 0 && n % 100 == 0) {
                        depose();
                    }
                }
            });

            for (int writer = 0; writer < 4; writer++) {
                var memory = key + writer;
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(
                                        topic.values(memory).stream().distinct().toList())
                                .containsExactlyElementsOf(IntStream.rangeClosed(1, 400)
                                        .mapToObj(Integer::toString)
                                        .toList()));
                await().until(() -> one.status().depth() == 0);
                assertThat(topic.values(memory).getLast()).isEqualTo("400");
            }
        }
    }

    @Test
    void a_commit_on_an_instance_that_does_not_lead_wakes_the_leader() {
        try (var leader = startLeader("memlog.outbox.poll-interval", "10m");
                var other = Instance.start(database, KAFKA, "memlog.outbox.leader-poll-interval", "10m");
                var topic = new TopicReader(KAFKA)) {
            await().until(() -> sessions.count("memlog outbox listener") == 1);

            append(other, 1);
            await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1"));

            append(leader, 2);
            await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1", "2"));
        }
    }

    @Test
    void the_transaction_that_appends_never_notifies() {
        try (var leader = startLeader();
                var other = Instance.start(database, KAFKA);
                var notifications = sessions.listen()) {
            await().until(() -> sessions.count("memlog outbox relay") == 2);

            append(leader, 1);
            append(other, 2);

            assertThat(notifications.next()).isIn(sessions.pids("memlog outbox relay"));
            assertThat(sessions.pidsOfPool()).doesNotContainAnyElementsOf(notifications.seen());
            assertThat(notifications.seen()).doesNotContain(sessions.leader());
        }
    }

    @Test
    void instances_that_only_poll_send_no_notification_and_publish_all_the_same() {
        try (var leader = startLeader("memlog.outbox.notifications", "false");
                var other = Instance.start(database, KAFKA, "memlog.outbox.notifications", "false");
                var notifications = sessions.listen();
                var topic = new TopicReader(KAFKA)) {
            append(other, 1);
            append(leader, 2);

            await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1", "2"));
            assertThat(sessions.count("memlog outbox listener")).isZero();
            assertThat(notifications.within(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void the_listener_comes_back_after_its_connection_was_lost() {
        try (var leader = startLeader("memlog.outbox.poll-interval", "10m");
                var other = Instance.start(database, KAFKA, "memlog.outbox.leader-poll-interval", "10m");
                var topic = new TopicReader(KAFKA)) {
            await().until(() -> sessions.count("memlog outbox listener") == 1);
            sessions.terminate(sessions.pids("memlog outbox listener").getFirst());

            append(other, 1);

            await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1"));
            assertThat(leader.status().leading()).isTrue();
        }
    }

    @Test
    void logs_in_two_schemas_of_one_database_have_a_leader_each() {
        try (var one = Instance.start(database.schema("one"), KAFKA);
                var two = Instance.start(database.schema("two"), KAFKA);
                var topic = new TopicReader(KAFKA)) {
            await().until(() -> one.status().leading() && two.status().leading());

            append(one, 0, 1);
            append(two, 1, 1);

            await().untilAsserted(() -> assertThat(topic.values(key + 0)).containsExactly("1"));
            await().untilAsserted(() -> assertThat(topic.values(key + 1)).containsExactly("1"));
        }
    }

    private Instance startLeader(String... settings) {
        var instance = Instance.start(database, KAFKA, settings);
        await().until(() -> instance.status().leading());
        return instance;
    }

    private Instance startAfter(Instance first) {
        try (first) {
            await().until(() -> first.status().leading());
            var second = Instance.start(database, KAFKA);
            assertThat(second.status().leading()).isFalse();
            return second;
        }
    }

    private void depose() {
        await().until(() -> sessions.findLeader().map(sessions::terminate).orElse(false));
    }

    private void append(Instance instance, int number) {
        instance.store().append(new StreamId(key), any(), List.of(published(key + "-" + number, key, "" + number)));
    }

    private void append(Instance instance, int writer, int number) {
        var memory = key + writer;
        instance.store()
                .append(new StreamId(memory), any(), List.of(published(memory + "-" + number, memory, "" + number)));
    }
}
