package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.erasure;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

    private static final Map<String, String> DELETED = Map.of(CloudEventHeaders.TYPE, "memory_log.deleted");

    @Test
    void a_change_is_read_from_headers_and_value() {
        var read = read(message(Partition.LIVE, deletion(memory(5), 3)));

        assertThat(read)
                .isInstanceOfSatisfying(
                        DecodedRecord.Change.class,
                        found -> assertThat(found.change()).isEqualTo(deletion(memory(5), 3)));
    }

    @Test
    void of_several_headers_with_one_name_the_last_counts() {
        var sent = message(Partition.LIVE, change(memory(5), 1));
        var original = sent.headers().lastHeader(CloudEventHeaders.TYPE).value();
        sent.headers().remove(CloudEventHeaders.TYPE);
        sent.headers().add(CloudEventHeaders.TYPE, "nonsense".getBytes(UTF_8)).add(CloudEventHeaders.TYPE, original);

        assertThat(read(sent)).isInstanceOf(DecodedRecord.Change.class);
    }

    @Test
    void a_message_without_a_value_erases_the_memory_that_its_headers_name() {
        var memory = new MemoryKey(new MemoryId(5), new Tenant("änn@example.org", "茶"));

        assertThat(read(erasure(Partition.LIVE, memory)))
                .isInstanceOfSatisfying(
                        DecodedRecord.Erasure.class,
                        found -> assertThat(found.memory()).isEqualTo(memory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "five", "-5", "0", "99999999999999999999"})
    void a_message_without_a_value_and_without_a_memory_erases_nothing(String key) {
        var headers = Map.of(CloudEventHeaders.USER_ID, ANN.userId(), CloudEventHeaders.PROJECT_ID, ANN.projectId());

        assertThat(read(message(Partition.LIVE, key, headers, null))).isInstanceOf(DecodedRecord.Unaddressed.class);
    }

    @Test
    void a_message_without_a_value_and_without_a_tenant_erases_nothing() {
        assertThat(read(message(Partition.LIVE, "5", Map.of(), null))).isInstanceOf(DecodedRecord.Unaddressed.class);
        assertThat(read(message(Partition.LIVE, "5", Map.of("ce_userid", " ", "ce_projectid", "p"), null)))
                .isInstanceOf(DecodedRecord.Unaddressed.class);
        assertThat(read(message(Partition.LIVE, null, Map.of("ce_userid", "u", "ce_projectid", "p"), null)))
                .isInstanceOf(DecodedRecord.Unaddressed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"memory_log_id\":5}",
                "{\"memory_log_id\":5,\"user_id\":\"u\",\"project_id\":\"p\",\"version\":0}",
                "{\"memory_log_id\":5,\"user_id\":\"u\",\"project_id\":\" \",\"version\":1}",
                "{\"memory_log_id\":6,\"user_id\":\"u\",\"project_id\":\"p\",\"version\":1}",
                "{\"memory_log_id\":null,\"user_id\":\"u\",\"project_id\":\"p\",\"version\":1}"
            })
    void a_value_that_is_no_such_event_of_this_memory_is_undecodable(String value) {
        assertThat(read(message(Partition.LIVE, "5", DELETED, value.getBytes(UTF_8))))
                .isInstanceOf(DecodedRecord.Undecodable.class);
    }

    @Test
    void a_type_that_nobody_knows_is_undecodable() {
        var sent = message(Partition.LIVE, change(memory(5), 1));
        sent.headers().add(CloudEventHeaders.TYPE, "memory_log.forgotten".getBytes(UTF_8));

        assertThat(read(sent)).isInstanceOf(DecodedRecord.Undecodable.class);
    }

    @Test
    void progress_of_a_worker_is_no_change_of_a_memory() {
        var progress = ProjectionStored.of(Projection.VECTOR, memory(5), 1, Instant.EPOCH);
        var event = EventMessage.of("e", "/test", Instant.EPOCH, progress);

        var read =
                read(message(Partition.LIVE, "5", event.headers(), event.data().getBytes(UTF_8)));

        assertThat(read).isInstanceOf(DecodedRecord.Undecodable.class);
    }

    @Test
    void nesting_that_exhausts_a_parser_is_undecodable() {
        Map<String, String> headers = new HashMap<>(DELETED);
        var deep = "[".repeat(100_000).getBytes(UTF_8);

        assertThat(read(message(Partition.LIVE, "5", headers, deep))).isInstanceOf(DecodedRecord.Undecodable.class);
    }

    private static DecodedRecord read(ProducerRecord<byte[], byte[]> sent) {
        return new RecordDecoder().read(Partition.received(sent, 0));
    }
}
