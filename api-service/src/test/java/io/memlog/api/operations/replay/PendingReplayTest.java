package io.memlog.api.operations.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.replay.DeadLetterReplayRepository.PendingReplay;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PendingReplayTest {

    private static final DeadLetterId LETTER =
            new DeadLetterId(UUID.fromString("11111111-2222-5333-8444-555555555555"));

    @Test
    void the_messages_own_headers_come_along_with_which_letter_it_is() {
        var message = letter(header("ce_id", "e") + "," + header("own", null)).message();

        assertThat(message.headers())
                .extracting(ReplayMessage.Header::name)
                .containsExactly("ce_id", "own", "memlog-dead-letter-id", "memlog-dead-letter-replay");
        assertThat(message.headers().get(0).value()).isEqualTo(bytes("e"));
        assertThat(message.headers().get(1).value()).isNull();
        assertThat(message.headers().get(2).value()).isEqualTo(bytes(LETTER.toString()));
        assertThat(message.headers().get(3).value()).isEqualTo(bytes("7"));
    }

    @Test
    void what_was_said_about_the_failure_and_the_trace_stay_behind() {
        var message = letter(String.join(
                        ",",
                        header("traceparent", "00-a-b-01"),
                        header("tracestate", "x"),
                        header("baggage", "x"),
                        header("b3", "x"),
                        header("X-B3-TraceId", "x"),
                        header("kafka_dlt-original-topic", "t"),
                        header("kafka_original-topic", "t"),
                        header("kafka_exception-fqcn", "e"),
                        header("memlog-dead-letter-reason", "r"),
                        header("memlog-dead-letter-id", "old"),
                        header("memlog-dead-letter-replay", "6"),
                        header("kafka_other", "stays")))
                .message();

        assertThat(message.headers())
                .extracting(ReplayMessage.Header::name)
                .containsExactly("kafka_other", "memlog-dead-letter-id", "memlog-dead-letter-replay");
    }

    @Test
    void the_first_trace_is_named_by_every_replay() {
        var first = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var second = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var replay = letter(header("traceparent", first));
        var next = letter(header("memlog-dead-letter-first-traceparent", first) + "," + header("traceparent", second));

        assertThat(replay.message().header("memlog-dead-letter-first-traceparent"))
                .isEqualTo(first);
        assertThat(next.message().header("memlog-dead-letter-first-traceparent"))
                .isEqualTo(first);
        assertThat(List.of(replay.message(), next.message())).allSatisfy(message -> {
            assertThat(message.headers())
                    .extracting(ReplayMessage.Header::name)
                    .containsExactly(
                            "memlog-dead-letter-id",
                            "memlog-dead-letter-replay",
                            "memlog-dead-letter-first-traceparent");
            assertThat(message.headers().getLast().value()).isEqualTo(bytes(first));
        });
    }

    @Test
    void key_value_and_partition_stay_as_they_were() {
        var message =
                new PendingReplay(LETTER, Projection.GRAPH, 1, 11, new byte[] {0, (byte) 0xff}, null, "[]").message();

        assertThat(message.key()).containsExactly(0, 0xff);
        assertThat(message.value()).isNull();
        assertThat(message.partition()).isEqualTo(11);
    }

    private static PendingReplay letter(String headers) {
        return new PendingReplay(LETTER, Projection.VECTOR, 7, 3, bytes("k"), bytes("v"), "[" + headers + "]");
    }

    private static String header(String name, @Nullable String value) {
        var header = Json.mapper().createObjectNode().put("name", name);
        return header.put("value", value == null ? null : Base64.getEncoder().encodeToString(bytes(value)))
                .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
