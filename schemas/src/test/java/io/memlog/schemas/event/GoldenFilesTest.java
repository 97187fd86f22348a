package io.memlog.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Events of every released schema version stay readable; its golden files are never changed.
class GoldenFilesTest {

    private final EventCodec codec = new EventCodec();

    static Iterable<String> types() {
        return EventCodec.knownTypes();
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_event_type_has_a_golden_file_that_reads_and_writes_to_the_same_json(String type) throws Exception {
        var golden = golden(type);

        var event = codec.decode(type, 1, golden);
        var written = codec.encode(event);

        assertThat(event.type()).isEqualTo(type);
        assertThat(Json.mapper().readTree(written)).isEqualTo(Json.mapper().readTree(golden));
    }

    @ParameterizedTest
    @MethodSource("types")
    void golden_files_conform_to_the_published_json_schema(String type) throws Exception {
        var errors = schema(type).validate(new String(golden(type), StandardCharsets.UTF_8), InputFormat.JSON);

        assertThat(errors).isEmpty();
    }

    @Test
    void the_json_schemas_reject_data_that_violates_the_contract() throws Exception {
        var broken = new String(golden("memory_log.stored"), StandardCharsets.UTF_8)
                .replace("\"version\": 1", "\"version\": 0");

        var errors = schema("memory_log.stored").validate(broken, InputFormat.JSON);

        assertThat(errors).hasSize(1);
    }

    @Test
    void numbers_keep_their_digits() throws Exception {
        var stored = (MemoryStored) codec.decode("memory_log.stored", 1, golden("memory_log.stored"));

        var numbers = stored.memory().rawData().get("numbers").toString();

        assertThat(numbers).isEqualTo("[1,1.0,1E+5,-0.10,123456789012345678901234567890]");
    }

    @Test
    void a_member_of_a_later_release_is_ignored() throws Exception {
        var golden = new String(golden("vector.stored"), StandardCharsets.UTF_8);
        var later = golden.replace("\"version\"", "\"added_later\": {\"x\": 1}, \"version\"");

        var event = codec.decode("vector.stored", 1, later.getBytes(StandardCharsets.UTF_8));

        assertThat(event).isEqualTo(codec.decode("vector.stored", 1, golden.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void data_of_another_type_or_version_is_undecodable() throws Exception {
        var vectorStored = golden("vector.stored");

        assertThatThrownBy(() -> codec.decode("memory_log.exploded", 1, vectorStored))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("memory_log.exploded");
        assertThatThrownBy(() -> codec.decode("vector.stored", 2, vectorStored))
                .isInstanceOf(UndecodableEventException.class);
        assertThatThrownBy(() -> codec.decode("graph.stored", 1, vectorStored))
                .isInstanceOf(UndecodableEventException.class);
        for (var text : new String[] {"", "null", "[]", "{}", "{\"id\":", "{\"id\":0}", "\u0000"}) {
            assertThatThrownBy(() -> codec.decode("memory_log.stored", 1, text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(UndecodableEventException.class);
        }
    }

    private static byte[] golden(String type) throws IOException {
        try (InputStream file = resource("/golden/v1/" + type + ".json")) {
            return file.readAllBytes();
        }
    }

    private static Schema schema(String type) throws IOException {
        try (InputStream file = resource("/io/memlog/schemas/event/" + type + ".schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(file);
        }
    }

    private static InputStream resource(String path) {
        return Objects.requireNonNull(GoldenFilesTest.class.getResourceAsStream(path), path + " is missing");
    }
}
