package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.schemas.topic.Projection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeadLetterIndexIT {

    private final RunningService service = RunningService.shared();

    @Test
    void a_buried_event_is_shown_with_all_that_it_says() {
        var burial = DeadLetterBuilder.of(Projection.VECTOR, 71, "indexing", "{\"task\":\"t\",\"n\":1.50}");

        burial.in(service.kafka());
        var letter = awaited(burial.id());

        assertThat(letter.get("consumer").stringValue()).isEqualTo("vector");
        assertThat(letter.get("reason").stringValue()).isEqualTo("undecodable");
        assertThat(letter.get("state").stringValue()).isEqualTo("open");
        assertThat(letter.get("memory_id").longValue()).isEqualTo(71);
        assertThat(letter.get("version").longValue()).isEqualTo(1);
        assertThat(letter.get("user_id").stringValue()).isEqualTo("indexing");
        assertThat(letter.get("project_id").stringValue()).isEqualTo("p");
        assertThat(letter.get("type").stringValue()).isEqualTo("memory_log.stored");
        assertThat(letter.get("attempts").intValue()).isEqualTo(4);
        assertThat(letter.at("/original/topic").stringValue()).isEqualTo("memory-log-events");
        assertThat(letter.at("/original/partition").intValue()).isEqualTo(3);
        assertThat(letter.at("/original/timestamp").stringValue()).isEqualTo("2023-11-14T22:13:20.000000Z");
        assertThat(letter.at("/cause/exception").stringValue()).isEqualTo("io.memlog.UndecodableEventException");
        assertThat(letter.at("/cause/stack").stringValue()).contains("at somewhere");
        assertThat(letter.at("/payload/json").toString()).isEqualTo("{\"task\":\"t\",\"n\":1.50}");
        assertThat(letter.at("/payload/bytes").intValue()).isEqualTo(21);
        assertThat(header(letter, "kafka_dlt-original-partition").get("value").intValue())
                .isEqualTo(3);
        assertThat(header(letter, "ce_userid").get("value").stringValue()).isEqualTo("indexing");
        assertThat(letter.at("/history/0/what").stringValue()).isEqualTo("failed");
        assertThat(letter.get("history").size()).isEqualTo(1);
    }

    @Test
    void the_other_headers_of_spring_kafka_are_understood_with_numbers_as_text_too() {
        var burial = DeadLetterBuilder.foreign(Projection.GRAPH, "72".getBytes(UTF_8), "plain text".getBytes(UTF_8))
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

        burial.in(service.kafka());
        var letter = awaited(id);

        assertThat(letter.get("reason").stringValue()).isEqualTo("unclassified");
        assertThat(letter.at("/original/offset").longValue()).isEqualTo(1_234_567);
        assertThat(letter.at("/original/timestamp").stringValue()).isEqualTo("2023-11-14T22:13:20.123000Z");
        assertThat(letter.at("/cause/exception").stringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.at("/payload/text").stringValue()).isEqualTo("plain text");
        assertThat(letter.get("user_id").isNull()).isTrue();
    }

    @Test
    void garbage_becomes_a_letter_and_stops_nothing() {
        var binary = new byte[] {(byte) 0xff, 0, (byte) 0xc3, 0x28, (byte) 0xed, (byte) 0xa0, (byte) 0x80};

        var places = Arrays.asList(
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
        assertThat(places).allSatisfy(place -> {
            var letter = service.get("/dead-letters?reason=unclassified&limit=100")
                    .json()
                    .get("items")
                    .valueStream()
                    .filter(item -> item.at("/original/offset").longValue() == place.offset()
                            && item.at("/original/topic").stringValue().equals(place.topic()))
                    .findFirst()
                    .orElseThrow();
            var whole = service.get("/dead-letters/" + letter.get("id").stringValue());
            assertThat(whole.status()).as(whole.body()).isEqualTo(200);
            assertThat(letter.get("user_id").isNull()).isTrue();
        });
    }

    @Test
    void a_message_as_large_as_the_topic_takes_is_kept_whole() {
        var value = new byte[4_000_000];
        Arrays.fill(value, (byte) 'x');
        var burial = DeadLetterBuilder.of(Projection.GRAPH, 74, "indexing", value);

        burial.in(service.kafka());
        var letter = awaited(burial.id());

        assertThat(letter.at("/payload/bytes").intValue()).isEqualTo(4_000_000);
        assertThat(letter.at("/payload/text").stringValue()).hasSize(4_000_000);
    }

    @Test
    void a_message_that_was_buried_twice_is_one_letter() {
        var burial = DeadLetterBuilder.of(Projection.VECTOR, 75, "twice", "fine");

        burial.in(service.kafka());
        burial.in(service.kafka());
        var after = DeadLetterBuilder.of(Projection.VECTOR, 76, "twice", "fine");
        after.in(service.kafka());
        awaited(after.id());
        var letter = awaited(burial.id());

        assertThat(letter.get("attempts").intValue()).isEqualTo(4);
        assertThat(letter.get("history").size()).isEqualTo(1);
        assertThat(service.get("/dead-letters?user_id=twice")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void a_letter_that_fails_again_is_the_same_letter() {
        var first = DeadLetterBuilder.of(Projection.VECTOR, 77, "again", "{\"n\":1}");
        first.in(service.kafka());
        awaited(first.id());

        DeadLetterBuilder.again(first.id(), 1, Projection.VECTOR, 77, "again")
                .because("content_refused", "io.memlog.RefusedException", "no")
                .in(service.kafka());
        var letter = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> awaited(first.id()),
                        found -> found.get("failed_replays").intValue() == 1);

        assertThat(letter.get("state").stringValue()).isEqualTo("open");
        assertThat(letter.get("reason").stringValue()).isEqualTo("content_refused");
        assertThat(letter.get("attempts").intValue()).isEqualTo(8);
        assertThat(letter.at("/original/topic").stringValue()).isEqualTo("memory-log-events");
        assertThat(letter.at("/history/1/replay").intValue()).isEqualTo(1);
    }

    private JsonNode awaited(DeadLetterId letter) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/dead-letters/" + letter), answer -> answer.status() == 200)
                .json();
    }

    private static JsonNode header(JsonNode letter, String name) {
        return letter.get("headers")
                .valueStream()
                .filter(header -> header.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
