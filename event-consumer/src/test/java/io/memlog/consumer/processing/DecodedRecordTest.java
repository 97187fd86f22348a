package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static io.memlog.consumer.Messages.tombstone;
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

class DecodedRecordTest {

    private static final Map<String, String> DELETED = Map.of(CloudEventHeaders.TYPE, "memory_log.deleted");

    @Test
    void a_change_is_decoded_from_headers_and_value() {
        var decoded = decode(message(Partition.LIVE, deletion(memory(5), 3)));

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        DecodedRecord.Change.class,
                        found -> assertThat(found.change()).isEqualTo(deletion(memory(5), 3)));
    }

    @Test
    void the_last_of_several_headers_with_one_name_counts() {
        var sent = message(Partition.LIVE, change(memory(5), 1));
        var original = sent.headers().lastHeader(CloudEventHeaders.TYPE).value();
        sent.headers().remove(CloudEventHeaders.TYPE);
        sent.headers().add(CloudEventHeaders.TYPE, "nonsense".getBytes(UTF_8)).add(CloudEventHeaders.TYPE, original);

        assertThat(decode(sent)).isInstanceOf(DecodedRecord.Change.class);
    }

    @Test
    void a_record_without_a_value_is_a_tombstone_of_the_memory_in_its_headers() {
        var memory = new MemoryKey(new MemoryId(5), new Tenant("änn@example.org", "茶"));

        assertThat(decode(tombstone(Partition.LIVE, memory, 3)))
                .isInstanceOfSatisfying(DecodedRecord.Tombstone.class, found -> {
                    assertThat(found.memory()).isEqualTo(memory);
                    assertThat(found.version()).isEqualTo(3);
                });
    }

    @Test
    void a_tombstone_without_a_version_is_invalid() {
        var headers = Map.of(CloudEventHeaders.USER_ID, ANN.userId(), CloudEventHeaders.PROJECT_ID, ANN.projectId());

        assertThat(decode(message(Partition.LIVE, "5", headers, null)))
                .isInstanceOf(DecodedRecord.InvalidTombstone.class);
    }

    @Test
    void an_event_of_memlog_with_an_unknown_type_or_a_later_schema_is_newer() {
        assertThat(decode(with(CloudEventHeaders.TYPE, "memory_log.forgotten")))
                .isInstanceOf(DecodedRecord.Newer.class);
        assertThat(decode(with(CloudEventHeaders.SCHEMA_VERSION, "2"))).isInstanceOf(DecodedRecord.Newer.class);
    }

    @Test
    void a_foreign_event_of_an_unknown_type_is_poison() {
        var foreign = with(CloudEventHeaders.TYPE, "com.example.order");
        foreign.headers().add(CloudEventHeaders.SOURCE, "/shop".getBytes(UTF_8));

        assertThat(decode(foreign)).isInstanceOf(DecodedRecord.Poison.class);
    }

    private static ProducerRecord<byte[], byte[]> with(String header, String value) {
        var sent = message(Partition.LIVE, change(memory(5), 1));
        sent.headers().add(CloudEventHeaders.SOURCE, "/memlog/api-service".getBytes(UTF_8));
        sent.headers().add(header, value.getBytes(UTF_8));
        return sent;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "five", "-5", "0", "99999999999999999999"})
    void a_tombstone_without_a_memory_id_is_invalid(String key) {
        var headers = Map.of(CloudEventHeaders.USER_ID, ANN.userId(), CloudEventHeaders.PROJECT_ID, ANN.projectId());

        assertThat(decode(message(Partition.LIVE, key, headers, null)))
                .isInstanceOf(DecodedRecord.InvalidTombstone.class);
    }

    @Test
    void a_tombstone_without_a_tenant_is_invalid() {
        assertThat(decode(message(Partition.LIVE, "5", Map.of(), null)))
                .isInstanceOf(DecodedRecord.InvalidTombstone.class);
        assertThat(decode(message(Partition.LIVE, "5", Map.of("ce_userid", " ", "ce_projectid", "p"), null)))
                .isInstanceOf(DecodedRecord.InvalidTombstone.class);
        assertThat(decode(message(Partition.LIVE, null, Map.of("ce_userid", "u", "ce_projectid", "p"), null)))
                .isInstanceOf(DecodedRecord.InvalidTombstone.class);
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
    void a_value_that_is_not_an_event_of_this_memory_is_poison(String value) {
        assertThat(decode(message(Partition.LIVE, "5", DELETED, value.getBytes(UTF_8))))
                .isInstanceOf(DecodedRecord.Poison.class);
    }

    @Test
    void an_unknown_type_is_poison() {
        var sent = message(Partition.LIVE, change(memory(5), 1));
        sent.headers().add(CloudEventHeaders.TYPE, "memory_log.unknown".getBytes(UTF_8));

        assertThat(decode(sent)).isInstanceOf(DecodedRecord.Poison.class);
    }

    @Test
    void a_progress_event_is_poison() {
        var progress = new ProjectionStored(Projection.VECTOR, memory(5), 1, Instant.EPOCH);
        var event = EventMessage.of("e", "/test", Instant.EPOCH, progress);

        var decoded = decode(
                message(Partition.LIVE, "5", event.headers(), event.data().getBytes(UTF_8)));

        assertThat(decoded).isInstanceOf(DecodedRecord.Poison.class);
    }

    @Test
    void too_deep_nesting_is_poison() {
        Map<String, String> headers = new HashMap<>(DELETED);
        var deep = "[".repeat(100_000).getBytes(UTF_8);

        assertThat(decode(message(Partition.LIVE, "5", headers, deep))).isInstanceOf(DecodedRecord.Poison.class);
    }

    private static DecodedRecord decode(ProducerRecord<byte[], byte[]> sent) {
        return DecodedRecord.of(Partition.received(sent, 0));
    }
}
