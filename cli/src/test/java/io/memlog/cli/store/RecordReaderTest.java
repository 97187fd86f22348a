package io.memlog.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.store.RecordReader.ImportRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    @Test
    void blank_and_invalid_lines_count() throws IOException {
        var found = read("{\"a\":1}\r\n\n  \n{\"a\":2}\n{\"a\":\n7\n{\"a\":3}");

        assertThat(found)
                .satisfiesExactly(
                        record -> assertThat(record).hasToString("1 {\"a\":1}"),
                        record -> assertThat(record).hasToString("4 {\"a\":2}"),
                        record -> assertThat(record).startsWith("5 is not valid JSON, column"),
                        record -> assertThat(record).isEqualTo("6 is not a JSON object"),
                        record -> assertThat(record).isEqualTo("7 {\"a\":3}"));
    }

    @Test
    void an_object_over_many_lines_is_one_record() throws IOException {
        assertThat(read("{\n\"a\":1\n}\n\n{\"a\":2}")).containsExactly("1 {\"a\":1}", "5 {\"a\":2}");
    }

    @Test
    void each_element_of_a_list_is_a_record() throws IOException {
        assertThat(read("\n[{\"a\":1},\n{\"a\":[{\"b\":2}]}, 5]"))
                .containsExactly("2 {\"a\":1}", "3 {\"a\":[{\"b\":2}]}", "3 is not a JSON object");
    }

    @Test
    void nothing_is_read_after_a_syntax_error_in_a_list() throws IOException {
        var found = read("[{\"a\":1},\n{\"a\":},\n{\"a\":3}]");

        assertThat(found).hasSize(2);
        assertThat(found.getLast())
                .startsWith("2 is not valid JSON")
                .endsWith("the rest is not read (--format jsonl reads line by line)");
    }

    @Test
    void a_line_over_the_maximum_is_skipped() throws IOException {
        var long1 = "{\"a\":\"" + "x".repeat(Batch.MAX_RECORD_BYTES) + "\"}";

        assertThat(read(long1 + "\n{\"a\":2}")).containsExactly("1 is longer than 1024 KiB", "2 {\"a\":2}");
    }

    @Test
    void a_duplicate_member_is_invalid() throws IOException {
        assertThat(read("{\"a\":1,\"a\":2}").getFirst()).contains("Duplicate");
    }

    @Test
    void invalid_utf_8_is_invalid() throws IOException {
        var bytes = "{\"a\":\"\u00e9\"}\n{\"a\":2}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(bytes, ImportFile.Format.AUTO)).hasSize(2).last().isEqualTo("2 {\"a\":2}");
        assertThat(read(bytes, ImportFile.Format.AUTO).getFirst()).startsWith("1 is not valid JSON");
    }

    @Test
    void a_byte_order_mark_is_skipped() throws IOException {
        assertThat(read("\uFEFF{\"a\":1}")).containsExactly("1 {\"a\":1}");
    }

    @Test
    void an_empty_file_holds_nothing() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
        assertThat(read("[]")).isEmpty();
    }

    @Test
    void an_explicit_format_overrides_detection() throws IOException {
        var broken = "{\"a\":\n{\"a\":2}\n".getBytes(StandardCharsets.UTF_8);

        assertThat(read(broken, ImportFile.Format.JSONL)).hasSize(2).last().isEqualTo("2 {\"a\":2}");
        assertThat(read(broken, ImportFile.Format.JSON)).hasSize(1);
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), ImportFile.Format.AUTO);
    }

    private static List<String> read(byte[] bytes, ImportFile.Format format) throws IOException {
        var found = new ArrayList<String>();
        try (var source = ImportFile.of(new ByteArrayInputStream(bytes))) {
            var reader = source.reader(format);
            for (var record = reader.next(); record.isPresent(); record = reader.next()) {
                found.add(
                        switch (record.get()) {
                            case ImportRecord.Valid valid -> valid.line() + " " + valid.log();
                            case ImportRecord.Invalid invalid -> invalid.line() + " " + invalid.reason();
                        });
            }
        }
        return found;
    }
}
