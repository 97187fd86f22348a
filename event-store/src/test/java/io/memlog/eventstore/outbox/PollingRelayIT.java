package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.Events.event;
import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static io.memlog.eventstore.ExpectedVersion.noStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import io.memlog.eventstore.servers.TopicReader;
import io.memlog.schemas.message.EventMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The publication of messages by one instance.
class PollingRelayIT {

    private static Instance instance;
    private static TopicReader topic;

    private final String key = UUID.randomUUID().toString();
    private final StreamId stream = new StreamId(key);

    @BeforeAll
    static void start() {
        var kafka = SharedServers.kafka().bootstrapServers();
        instance = Instance.start(TestDatabase.create(), kafka, "memlog.outbox.poll-interval", "100ms");
        topic = new TopicReader(kafka);
    }

    @AfterAll
    static void stop() {
        topic.close();
        instance.close();
    }

    @Test
    void a_committed_event_is_published_as_a_cloud_event_byte_for_byte() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_id", key + "-a");
        headers.put("ce_userid", "zoë@example.org");
        headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var message = new EventMessage(key, headers, "{ \"n\" : 1e5, \"tea\":\"茶\" }");

        instance.store().append(stream, noStream(), List.of(published(key + "-a", message)));

        await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("{ \"n\" : 1e5, \"tea\":\"茶\" }"));
        assertThat(TopicReader.headers(topic.records(key).getFirst())).isEqualTo(headers);
    }

    @Test
    void an_acknowledged_message_is_deleted_and_measured() {
        var before = instance.meters().get("memlog.outbox.published").counter().count();

        instance.store().append(stream, noStream(), List.of(published(key, key, "{}")));

        await().untilAsserted(() -> {
            assertThat(instance.sql().fetchCount(instance.sql().selectFrom("outbox")))
                    .isZero();
            assertThat(instance.meters()
                            .get("memlog.outbox.published")
                            .counter()
                            .count())
                    .isEqualTo(before + 1);
            assertThat(instance.meters()
                            .get("memlog.outbox.relay.latency")
                            .timer()
                            .count())
                    .isPositive();
            assertThat(instance.meters().get("memlog.outbox.leader").gauge().value())
                    .isEqualTo(1);
            assertThat(instance.meters().get("memlog.outbox.depth").gauge().value())
                    .isZero();
            assertThat(instance.status().leading()).isTrue();
        });
    }

    @Test
    void an_event_without_a_message_stays_in_the_log() {
        instance.store()
                .append(stream, noStream(), List.of(event(key + "-quiet"), published(key + "-loud", key, "{}")));

        await().untilAsserted(() -> assertThat(topic.records(key)).hasSize(1));
        assertThat(TopicReader.headers(topic.records(key).getFirst())).containsEntry("ce_id", key + "-loud");
    }

    @Test
    void a_rolled_back_event_is_not_published() {
        instance.transaction().executeWithoutResult(status -> {
            instance.store().append(stream, noStream(), List.of(published(key + "-a", key, "\"undone\"")));
            status.setRollbackOnly();
        });
        instance.store().append(stream, noStream(), List.of(published(key + "-b", key, "\"done\"")));

        await().untilAsserted(() -> assertThat(topic.values(key)).isNotEmpty());
        assertThat(topic.values(key)).containsExactly("\"done\"");
    }

    @Test
    void an_event_that_commits_late_is_still_published() throws InterruptedException {
        var appended = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        var stalled = Thread.ofVirtual()
                .start(() -> instance.transaction().executeWithoutResult(_ -> {
                    instance.store().append(stream, noStream(), List.of(published(key + "-late", key, "\"late\"")));
                    appended.countDown();
                    awaitLatch(mayCommit);
                }));
        appended.await();
        instance.store()
                .append(new StreamId(key + "-other"), noStream(), List.of(published(key + "-b", key + "b", "2")));
        await().untilAsserted(() -> assertThat(topic.values(key + "b")).containsExactly("2"));

        mayCommit.countDown();
        stalled.join();

        await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("\"late\""));
        assertThat(instance.store().find(key + "-late").getFirst().position())
                .isLessThan(instance.store().find(key + "-b").getFirst().position());
    }

    @Test
    void the_messages_of_one_memory_arrive_in_their_order() {
        for (int n = 0; n < 1_500; n += 3) {
            var first = n;
            var three = List.of(first, first + 1, first + 2).stream()
                    .map(number -> published(key + "-" + number, key, "" + number))
                    .toList();
            instance.store().append(stream, any(), three);
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(topic.values(key)).hasSize(1_500));
        assertThat(topic.values(key)).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }

    @Test
    void an_unpublishable_message_is_parked_and_does_not_block_others() {
        var huge = "\"" + "x".repeat(5 * 1024 * 1024) + "\"";

        instance.store()
                .append(
                        stream,
                        noStream(),
                        List.of(
                                published(key + "-a", key, "1"),
                                published(key + "-b", key, huge),
                                published(key + "-c", key, "3")));

        await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("1", "3"));
        await().untilAsserted(() -> {
            var parked = instance.sql().fetchSingle("select id, aggregateid, payload::text, reason from outbox_parked");
            assertThat(parked.get("id")).isEqualTo(key + "-b");
            assertThat(parked.get("payload")).isEqualTo(huge);
            assertThat(parked.get("reason", String.class)).contains("too large");
            assertThat(instance.status().failureReason()).contains("outbox_parked");
            assertThat(instance.meters().get("memlog.outbox.parked").gauge().value())
                    .isEqualTo(1);
        });
    }

    @Test
    void a_message_with_a_header_that_is_null_is_parked_and_the_relay_goes_on() {
        instance.sql().execute("""
                        insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at)
                        values (0, 'null-header', 'memory_log', 'x', 'memory_log.stored', '{}', '{"ce_id":null}', now())
                        """);
        instance.store().append(stream, noStream(), List.of(published(key, key, "{}")));

        await().untilAsserted(() -> assertThat(topic.values(key)).containsExactly("{}"));
        await().untilAsserted(() -> assertThat(instance.sql()
                        .fetchValue("delete from outbox_parked where id = 'null-header' returning reason"))
                .isEqualTo("the header ce_id is null"));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
