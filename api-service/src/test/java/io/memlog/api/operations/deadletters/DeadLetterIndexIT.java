package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeadLetterIndexIT {

    private final RunningService service = RunningService.deadLetters();

    @Test
    void a_dead_lettered_event_shows_its_subject_cause_headers_and_payload() {
        var builder = DeadLetterBuilder.of(Projection.VECTOR, 71, "indexing", "{\"task\":\"t\",\"n\":1.50}");

        builder.in(service.kafka());
        var deadLetter = awaited(builder.id());

        assertThat(deadLetter.get("consumer").stringValue()).isEqualTo("vector");
        assertThat(deadLetter.get("reason").stringValue()).isEqualTo("undecodable");
        assertThat(deadLetter.get("state").stringValue()).isEqualTo("open");
        assertThat(deadLetter.get("memory_id").longValue()).isEqualTo(71);
        assertThat(deadLetter.get("version").longValue()).isEqualTo(1);
        assertThat(deadLetter.get("user_id").stringValue()).isEqualTo("indexing");
        assertThat(deadLetter.get("project_id").stringValue()).isEqualTo("p");
        assertThat(deadLetter.get("type").stringValue()).isEqualTo("memory_log.stored");
        assertThat(deadLetter.get("attempts").intValue()).isEqualTo(4);
        assertThat(deadLetter.at("/original/topic").stringValue()).isEqualTo("memory-log-events");
        assertThat(deadLetter.at("/original/partition").intValue()).isEqualTo(3);
        assertThat(deadLetter.at("/original/timestamp").stringValue()).isEqualTo("2023-11-14T22:13:20.000000Z");
        assertThat(deadLetter.at("/cause/exception").stringValue()).isEqualTo("io.memlog.UndecodableEventException");
        assertThat(deadLetter.at("/cause/stack").stringValue()).contains("at somewhere");
        assertThat(deadLetter.at("/payload/json").toString()).isEqualTo("{\"task\":\"t\",\"n\":1.50}");
        assertThat(deadLetter.at("/payload/bytes").intValue()).isEqualTo(21);
        assertThat(header(deadLetter, "kafka_dlt-original-partition")
                        .get("value")
                        .intValue())
                .isEqualTo(3);
        assertThat(header(deadLetter, "ce_userid").get("value").stringValue()).isEqualTo("indexing");
        assertThat(deadLetter.at("/history/0/what").stringValue()).isEqualTo("failed");
        assertThat(deadLetter.get("history").size()).isEqualTo(1);
    }

    @Test
    void the_second_header_family_of_spring_kafka_is_read_with_numbers_as_bytes_or_text() {
        var builder = DeadLetterBuilder.foreign(Projection.GRAPH, "72".getBytes(UTF_8), "plain text".getBytes(UTF_8))
                .with("kafka_original-topic", "orders")
                .with("kafka_original-partition", "7")
                .with("kafka_original-offset", "1234567")
                .with(
                        "kafka_original-timestamp",
                        ByteBuffer.allocate(8).putLong(1_700_000_000_123L).array())
                .with("kafka_exception-fqcn", "org.springframework.kafka.listener.ListenerExecutionFailedException")
                .with("kafka_exception-cause-fqcn", "java.lang.IllegalStateException")
                .with("kafka_exception-message", "broken")
                .with("kafka_exception-stacktrace", "java.lang.IllegalStateException: broken");
        var id = DeadLetterId.of(
                Projection.GRAPH, new OriginalRecord(new RecordPosition("orders", 7, 1_234_567), 1_700_000_000_123L));

        builder.in(service.kafka());
        var deadLetter = awaited(id);

        assertThat(deadLetter.get("reason").stringValue()).isEqualTo("unclassified");
        assertThat(deadLetter.at("/original/offset").longValue()).isEqualTo(1_234_567);
        assertThat(deadLetter.at("/original/timestamp").stringValue()).isEqualTo("2023-11-14T22:13:20.123000Z");
        assertThat(deadLetter.at("/cause/exception").stringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(deadLetter.at("/payload/text").stringValue()).isEqualTo("plain text");
        assertThat(deadLetter.get("user_id").isNull()).isTrue();
    }

    @Test
    void garbage_becomes_a_dead_letter_and_does_not_stop_the_indexer() {
        var binary = new byte[] {(byte) 0xff, 0, (byte) 0xc3, 0x28, (byte) 0xed, (byte) 0xa0, (byte) 0x80};

        var positions = Arrays.asList(
                DeadLetterBuilder.foreign(Projection.VECTOR, null, null).in(service.kafka()),
                DeadLetterBuilder.foreign(Projection.VECTOR, binary, binary).in(service.kafka()),
                DeadLetterBuilder.foreign(Projection.VECTOR, new byte[0], new byte[0])
                        .with("kafka_dlt-original-topic", binary)
                        .with("kafka_dlt-original-partition", binary)
                        .with("kafka_dlt-original-offset", "-5")
                        .with("kafka_dlt-exception-message", binary)
                        .with("kafka_dlt-exception-stacktrace", (byte[]) null)
                        .with("memlog-dead-letter-reason", "\0'; DROP TABLE dead_letter; --")
                        .with("memlog-dead-letter-attempts", "99999999999999999999")
                        .with("memlog-dead-letter-id", "not a uuid")
                        .with("memlog-dead-letter-replay", "-1")
                        .with("ce_userid", "x".repeat(3_000))
                        .with("ce_memoryversion", "1.5")
                        .with("name with \0 and \"quotes\"", "\0")
                        .in(service.kafka()),
                DeadLetterBuilder.foreign(Projection.VECTOR, "0".getBytes(UTF_8), "\"\\ud800\"".getBytes(UTF_8))
                        .in(service.kafka()),
                DeadLetterBuilder.foreign(
                                Projection.VECTOR,
                                "1".getBytes(UTF_8),
                                "[".repeat(5_000).getBytes(UTF_8))
                        .in(service.kafka()),
                DeadLetterBuilder.foreign(Projection.VECTOR, "1".getBytes(UTF_8), "{} {}".getBytes(UTF_8))
                        .in(service.kafka()));
        var after = DeadLetterBuilder.of(Projection.VECTOR, 73, "indexing", "fine");
        after.in(service.kafka());

        awaited(after.id());
        assertThat(positions).allSatisfy(position -> {
            var deadLetter = service.get("/dead-letters?reason=unclassified&limit=100")
                    .json()
                    .get("items")
                    .valueStream()
                    .filter(item -> item.at("/original/offset").longValue() == position.offset()
                            && item.at("/original/topic").stringValue().equals(position.topic()))
                    .findFirst()
                    .orElseThrow();
            var whole = service.get("/dead-letters/" + deadLetter.get("id").stringValue());
            assertThat(whole.status()).as(whole.body()).isEqualTo(200);
            assertThat(deadLetter.get("user_id").isNull()).isTrue();
        });
    }

    @Test
    void a_message_of_the_maximum_size_is_stored_completely() {
        var value = new byte[4_000_000];
        Arrays.fill(value, (byte) 'x');
        var builder = DeadLetterBuilder.of(Projection.GRAPH, 74, "indexing", value);

        builder.in(service.kafka());
        var deadLetter = awaited(builder.id());

        assertThat(deadLetter.at("/payload/bytes").intValue()).isEqualTo(4_000_000);
        assertThat(deadLetter.at("/payload/text").stringValue()).hasSize(4_000_000);
    }

    @Test
    void a_message_that_was_dead_lettered_twice_is_one_dead_letter() {
        var builder = DeadLetterBuilder.of(Projection.VECTOR, 75, "twice", "fine");

        builder.in(service.kafka());
        builder.in(service.kafka());
        var after = DeadLetterBuilder.of(Projection.VECTOR, 76, "twice", "fine");
        after.in(service.kafka());
        awaited(after.id());
        var deadLetter = awaited(builder.id());

        assertThat(deadLetter.get("attempts").intValue()).isEqualTo(4);
        assertThat(deadLetter.get("history").size()).isEqualTo(1);
        assertThat(service.get("/dead-letters?user_id=twice")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void the_retry_class_of_the_consumer_decides_whether_a_dead_letter_is_replayed_automatically() {
        var transientLetter = DeadLetterBuilder.of(Projection.VECTOR, 78, "class", "x")
                .because("throttled", "java.lang.Exception", "later")
                .with(DeadLetterHeaders.RETRY_CLASS, "transient");
        var permanentLetter = DeadLetterBuilder.of(Projection.VECTOR, 79, "class", "x")
                .because("apply_failed", "java.lang.Exception", "never")
                .with(DeadLetterHeaders.RETRY_CLASS, "permanent");

        transientLetter.in(service.kafka());
        permanentLetter.in(service.kafka());

        var shownTransient = awaited(transientLetter.id());
        assertThat(shownTransient.get("retry_class").stringValue()).isEqualTo("transient");
        assertThat(shownTransient.get("next_retry_at").isNull()).isFalse();
        var shownPermanent = awaited(permanentLetter.id());
        assertThat(shownPermanent.get("retry_class").stringValue()).isEqualTo("permanent");
        assertThat(shownPermanent.get("next_retry_at").isNull()).isTrue();
    }

    @Test
    void a_failed_replay_updates_the_same_dead_letter() {
        var first = DeadLetterBuilder.of(Projection.VECTOR, 77, "again", "{\"n\":1}");
        first.in(service.kafka());
        awaited(first.id());

        DeadLetterBuilder.again(first.id(), 1, Projection.VECTOR, 77, "again")
                .because("content_refused", "io.memlog.RefusedException", "no")
                .in(service.kafka());
        var deadLetter = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> awaited(first.id()),
                        found -> found.get("failed_replays").intValue() == 1);

        assertThat(deadLetter.get("state").stringValue()).isEqualTo("open");
        assertThat(deadLetter.get("reason").stringValue()).isEqualTo("content_refused");
        assertThat(deadLetter.get("attempts").intValue()).isEqualTo(8);
        assertThat(deadLetter.at("/original/topic").stringValue()).isEqualTo("memory-log-events");
        assertThat(deadLetter.at("/history/1/replay").intValue()).isEqualTo(1);
    }

    private JsonNode awaited(DeadLetterId deadLetter) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/dead-letters/" + deadLetter), answer -> answer.status() == 200)
                .json();
    }

    private static JsonNode header(JsonNode deadLetter, String name) {
        return deadLetter
                .get("headers")
                .valueStream()
                .filter(header -> header.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
