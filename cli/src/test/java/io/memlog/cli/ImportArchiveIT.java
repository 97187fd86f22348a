package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportArchiveIT extends ImportTest {

    private static final String MANIFEST = """
            {"schema_version":1,"source_bank_id":"bank-1","document_count":2,"archive_type":"bank","bank_rows_json_encoding":"serialized"}""";

    private static final String DOCUMENT = """
            {"id":"doc-1","original_text":"Ada moved to Bergen in May.","tags":["travel"],"created_at":"2025-05-05T00:00:00Z",
             "retain_params":{"a":1},
             "chunks":[{"chunk_index":0,"chunk_text":"Ada moved to Bergen in May."}],
             "facts":[
               {"text":"Ada lives in Bergen","fact_type":"world","context":"a letter","occurred_start":"2025-05-01T00:00:00+00:00",
                "mentioned_at":"2025-05-05T00:00:00+00:00","metadata":"{\\"by\\":\\"post\\"}","tags":"[\\"home\\"]","entities":["Ada","Bergen"],
                "causal_relations":[{"relation_type":"causes","target_fact_index":1}],"chunk_index":0},
               {"text":"Ada likes rain","fact_type":"opinion"},
               {"text":"Ada likes rain","fact_type":"opinion"},
               {"text":""}]}""";

    @Test
    void documents_and_facts_of_hindsight_are_memories() throws Exception {
        var archive = archive(Map.of(
                "manifest.json",
                MANIFEST,
                "documents/000000.json",
                DOCUMENT,
                "documents/000001.json",
                Json.mapper().writeValueAsString("{\"id\":\"doc-2\",\"original_text\":\"Encoded twice\"}"),
                "documents/000002.json",
                "{\"id\":",
                "bank/rows.json",
                "[]"));

        var first = importing(archive);
        memlog.forgetKeys();
        var second = importing(archive);

        assertThat(summaries())
                .containsExactlyInAnyOrder(
                        "Ada moved to Bergen in May.",
                        "Ada lives in Bergen",
                        "Ada likes rain",
                        "Ada likes rain",
                        "Encoded twice");
        assertThat(first.counts()).containsExactly(9, 5, 0, 4);
        assertThat(second.counts()).containsExactly(9, 0, 5, 4);
        assertThat(first.leftOut())
                .satisfiesExactlyInAnyOrder(
                        chunk -> assertThat(chunk).isEqualTo("chunk doc-1 0: repeats the text of its document"),
                        rows -> assertThat(rows).isEqualTo("entry bank/rows.json: is no document"),
                        fact -> assertThat(fact).isEqualTo("fact doc-1, fact 3: has no text"),
                        broken -> assertThat(broken).startsWith("document documents/000002.json: is not valid JSON"));
        var fact = memory("Ada lives in Bergen");
        assertThat(fact.path("date").stringValue()).isEqualTo("2025-05-01T00:00:00.000000Z");
        assertThat(fact.at("/raw_data/metadata/by").stringValue()).isEqualTo("post");
        assertThat(fact.at("/raw_data/tags/0").stringValue()).isEqualTo("home");
        assertThat(fact.at("/raw_data/entities").toString()).isEqualTo("[\"Ada\",\"Bergen\"]");
        assertThat(fact.at("/raw_data/import_source/members/causal_relations/0/target_fact_index")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void a_document_that_is_too_large_is_imported_by_its_chunks() throws Exception {
        var half = "x".repeat(150_000);
        var document = Json.mapper().createObjectNode().put("id", "doc-1").put("original_text", half + half);
        document.putArray("chunks")
                .add(Json.mapper().createObjectNode().put("chunk_index", 0).put("chunk_text", half))
                .add(Json.mapper().createObjectNode().put("chunk_index", 1).put("chunk_text", half));

        var ended = importing(archive(Map.of("manifest.json", MANIFEST, "documents/000000.json", document.toString())));

        assertThat(ended.counts()).containsExactly(2, 2, 0, 0);
        assertThat(summaries()).containsExactly(half, half);
    }

    @Test
    void an_archive_of_another_kind_or_version_is_refused() throws Exception {
        var other = importing(archive(Map.of("tables/facts.csv", "a,b")));
        var newer = importing(
                archive(Map.of("manifest.json", MANIFEST.replace(":1,", ":2,"), "documents/0.json", DOCUMENT)));

        assertThat(other.leftOut().getFirst()).startsWith("file export.zip: is a ZIP archive without manifest.json");
        assertThat(newer.leftOut())
                .containsExactly("file export.zip: has the schema version 2; 1 is the one that is known");
        assertThat(other.status()).isEqualTo(4);
        assertThat(memlog.memories()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.json",
                "documents/../../outside.json",
                "/etc/outside.json",
                "C:/outside.json",
                "..\\outside.json"
            })
    void an_entry_outside_of_the_archive_is_refused(String name) throws Exception {
        var ended =
                importing(archive(Map.of("manifest.json", MANIFEST, "documents/000000.json", DOCUMENT, name, "{}")));

        assertThat(ended.leftOut()).containsExactly("file export.zip: has an entry outside of the archive: " + name);
        assertThat(memlog.memories()).isEmpty();
    }

    @Test
    void an_entry_that_inflates_too_far_is_refused_before_anything_is_stored() throws Exception {
        var bomb = "{\"id\":\"doc-1\",\"original_text\":\"" + "0".repeat(8 * 1024 * 1024) + "\"}";

        var ended = importing(archive(
                Map.of("manifest.json", MANIFEST, "documents/000000.json", DOCUMENT, "documents/000001.json", bomb)));

        assertThat(ended.leftOut().getFirst())
                .startsWith("file export.zip: has an entry that inflates too far: documents/000001.json");
        assertThat(memlog.memories()).isEmpty();
    }

    @Test
    void an_archive_that_is_cut_off_is_named() throws Exception {
        var archive = archive(Map.of("manifest.json", MANIFEST, "documents/000000.json", DOCUMENT));
        var bytes = Files.readAllBytes(archive);

        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(importing(archive).leftOut().getFirst())
                .startsWith("file export.zip: is not a ZIP archive that can be read");
    }

    private Path archive(Map<String, String> entries) throws IOException {
        var file = folder.resolve("export.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : new LinkedHashMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}
