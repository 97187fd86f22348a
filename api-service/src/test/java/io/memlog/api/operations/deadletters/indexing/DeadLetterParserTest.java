package io.memlog.api.operations.deadletters.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.NumericHeader;
import io.memlog.api.operations.deadletters.OriginalRecord;
import io.memlog.api.operations.deadletters.RecordPosition;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.RetryClass;
import io.memlog.schemas.topic.Projection;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterParserTest {

    private static final String TOPIC = "memory-log-events-vector-dlt";

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void numeric_headers_are_read_from_bytes_and_from_text() {
        assertThat(NumericHeader.of(ByteBuffer.allocate(4).putInt(7).array())).contains(7L);
        assertThat(NumericHeader.of(ByteBuffer.allocate(8).putLong(1L << 40).array()))
                .contains(1L << 40);
        assertThat(NumericHeader.of("7".getBytes(UTF_8))).contains(7L);
        assertThat(NumericHeader.of("1234".getBytes(UTF_8))).contains(1_234L);
        assertThat(NumericHeader.of("12345678".getBytes(UTF_8))).contains(12_345_678L);
        assertThat(NumericHeader.of("-1".getBytes(UTF_8))).isEmpty();
        assertThat(NumericHeader.of(ByteBuffer.allocate(8).putLong(-1).array())).isEmpty();
        assertThat(NumericHeader.of("9999999999999999999".getBytes(UTF_8))).isEmpty();
        assertThat(NumericHeader.of(new byte[0])).isEmpty();
    }

    @Test
    void a_record_without_an_origin_originates_from_its_own_position() {
        header("kafka_dlt-original-topic", "orders");
        header("kafka_dlt-original-partition", "1");

        var deadLetter = DeadLetterParser.parse(message(null, null), true);

        assertThat(deadLetter.origin()).isEqualTo(new OriginalRecord(new RecordPosition(TOPIC, 2, 30), 1_000L));
        assertThat(deadLetter.id()).isEqualTo(DeadLetterId.of(Projection.VECTOR, deadLetter.origin()));
        assertThat(deadLetter.failure().attempts()).isEqualTo(1);
    }

    @Test
    void the_last_of_several_headers_of_one_name_counts() {
        header("memlog-dead-letter-reason", "first");
        header("memlog-dead-letter-reason", "second");

        var deadLetter = DeadLetterParser.parse(message(null, null), true);

        assertThat(deadLetter.failure().cause().reason()).isEqualTo("second");
    }

    @Test
    void the_consumer_says_whether_the_same_message_may_succeed_later() {
        header("memlog-dead-letter-reason", "apply_failed");
        header("memlog-dead-letter-retry-class", "permanent");

        assertThat(retryClass()).isEqualTo(RetryClass.PERMANENT);
    }

    @Test
    void without_a_known_retry_class_the_reason_says_whether_the_same_message_may_succeed_later() {
        header("memlog-dead-letter-reason", "apply_failed");
        assertThat(retryClass()).isEqualTo(RetryClass.TRANSIENT);

        header("memlog-dead-letter-retry-class", "sometimes");
        assertThat(retryClass()).isEqualTo(RetryClass.TRANSIENT);

        header("memlog-dead-letter-reason", "undecodable");
        assertThat(retryClass()).isEqualTo(RetryClass.PERMANENT);
    }

    @Test
    void a_failed_replay_has_the_id_of_its_dead_letter() {
        var id = DeadLetterId.of(
                Projection.VECTOR, new OriginalRecord(new RecordPosition("memory-log-events", 0, 5), null));
        header("memlog-dead-letter-id", id.toString());
        header("memlog-dead-letter-replay", "2");

        var deadLetter = DeadLetterParser.parse(message(null, null), true);

        assertThat(deadLetter.id()).isEqualTo(id);
        assertThat(deadLetter.failure().replay()).isEqualTo(2);
    }

    @Test
    void an_id_without_a_replay_number_is_ignored() {
        header(
                "memlog-dead-letter-id",
                DeadLetterId.of(Projection.GRAPH, new OriginalRecord(new RecordPosition("t", 0, 0), null))
                        .toString());
        header("memlog-dead-letter-replay", "0");

        var deadLetter = DeadLetterParser.parse(message(null, null), true);

        assertThat(deadLetter.id()).isEqualTo(DeadLetterId.of(Projection.VECTOR, deadLetter.origin()));
        assertThat(deadLetter.failure().replay()).isZero();
    }

    @Test
    void the_value_completes_a_subject_that_the_headers_lack() {
        var value = "{\"id\":12,\"version\":3,\"user_id\":\"u\",\"project_id\":\"p\"}";

        var subject = DeadLetterParser.parse(message(null, value.getBytes(UTF_8)), true)
                .subject();

        assertThat(subject.memory()).isEqualTo(new MemoryId(12));
        assertThat(subject.version()).isEqualTo(3);
        assertThat(subject.userId()).isEqualTo("u");
        assertThat(subject.projectId()).isEqualTo("p");
    }

    @Test
    void any_record_becomes_a_storable_dead_letter() {
        var random = new Random(3);
        for (int round = 0; round < 5_000; round++) {
            for (var header : headers.toArray()) {
                headers.remove(header.key());
            }
            for (var name : new String[] {
                "kafka_dlt-original-topic",
                "kafka_original-partition",
                "kafka_dlt-original-offset",
                "kafka_original-timestamp",
                "kafka_exception-message",
                "kafka_dlt-exception-stacktrace",
                "memlog-dead-letter-reason",
                "memlog-dead-letter-attempts",
                "memlog-dead-letter-id",
                "memlog-dead-letter-replay",
                "ce_userid",
                "ce_memoryversion"
            }) {
                if (random.nextBoolean()) {
                    headers.add(name, random.nextInt(10) == 0 ? null : bytes(random));
                }
            }

            var deadLetter = DeadLetterParser.parse(message(bytes(random), bytes(random)), true);

            assertThat(deadLetter.failure().cause().message()).doesNotContain("\0");
            assertThat(deadLetter.stack()).doesNotContain("\0");
            assertThat(deadLetter.origin().position().topic())
                    .doesNotContain("\0")
                    .isNotBlank();
            assertThat(deadLetter.failure().attempts()).isNotNegative();
            assertThat(Optional.ofNullable(deadLetter.subject().userId()).orElse("u"))
                    .hasSizeLessThanOrEqualTo(256);
        }
    }

    @Test
    void texts_are_truncated_between_characters() {
        assertThat(HeaderReader.text("ab\uD83D\uDE00".getBytes(UTF_8), 3)).isEqualTo("ab");
        assertThat(HeaderReader.text("ab\uD83D\uDE00".getBytes(UTF_8), 4)).isEqualTo("ab\uD83D\uDE00");
        assertThat(HeaderReader.text(new byte[] {'a', 0, (byte) 0xff}, 9)).isEqualTo("a\uFFFD\uFFFD");
    }

    private RetryClass retryClass() {
        return DeadLetterParser.parse(message(null, null), true)
                .failure()
                .cause()
                .retryClass();
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] & 0x3f);
            }
        }
        return bytes;
    }

    private void header(String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private ConsumerRecord<byte[], byte[]> message(byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                TOPIC, 2, 30, 1_000, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }
}
