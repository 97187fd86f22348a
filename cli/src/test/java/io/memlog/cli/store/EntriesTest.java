package io.memlog.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntriesTest {

    @Test
    void lines_are_counted_whatever_stands_on_them() throws IOException {
        var found = read("{\"a\":1}\r\n\n  \n{\"a\":2}\n{\"a\":\n7\n{\"a\":3}");

        assertThat(found)
                .satisfiesExactly(
                        entry -> assertThat(entry).hasToString("1 {\"a\":1}"),
                        entry -> assertThat(entry).hasToString("4 {\"a\":2}"),
                        entry -> assertThat(entry).startsWith("5 is no valid JSON, column"),
                        entry -> assertThat(entry).isEqualTo("6 is no JSON object"),
                        entry -> assertThat(entry).isEqualTo("7 {\"a\":3}"));
    }

    @Test
    void one_object_may_take_many_lines() throws IOException {
        assertThat(read("{\n\"a\":1\n}\n\n{\"a\":2}")).containsExactly("1 {\"a\":1}", "5 {\"a\":2}");
    }

    @Test
    void a_list_is_taken_apart() throws IOException {
        assertThat(read("\n[{\"a\":1},\n{\"a\":[{\"b\":2}]}, 5]"))
                .containsExactly("2 {\"a\":1}", "3 {\"a\":[{\"b\":2}]}", "3 is no JSON object");
    }

    @Test
    void nothing_is_read_behind_a_mistake_in_a_list() throws IOException {
        var found = read("[{\"a\":1},\n{\"a\":},\n{\"a\":3}]");

        assertThat(found).hasSize(2);
        assertThat(found.getLast())
                .startsWith("2 is no valid JSON")
                .endsWith("the rest is not read (--format jsonl reads line by line)");
    }

    @Test
    void a_line_that_is_far_too_long_is_passed_over() throws IOException {
        var long1 = "{\"a\":\"" + "x".repeat(JsonLines.LONGEST) + "\"}";

        assertThat(read(long1 + "\n{\"a\":2}")).containsExactly("1 is longer than 1024 KiB", "2 {\"a\":2}");
    }

    @Test
    void a_member_that_is_given_twice_is_a_mistake() throws IOException {
        assertThat(read("{\"a\":1,\"a\":2}").getFirst()).contains("Duplicate");
    }

    @Test
    void what_is_no_utf_8_is_a_mistake() throws IOException {
        var bytes = "{\"a\":\"\u00e9\"}\n{\"a\":2}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(bytes, Source.Format.AUTO)).hasSize(2).last().isEqualTo("2 {\"a\":2}");
        assertThat(read(bytes, Source.Format.AUTO).getFirst()).startsWith("1 is no valid JSON");
    }

    @Test
    void a_byte_order_mark_is_passed_over() throws IOException {
        assertThat(read("\uFEFF{\"a\":1}")).containsExactly("1 {\"a\":1}");
    }

    @Test
    void an_empty_file_holds_nothing() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
        assertThat(read("[]")).isEmpty();
    }

    @Test
    void who_says_how_it_is_written_is_believed() throws IOException {
        var broken = "{\"a\":\n{\"a\":2}\n".getBytes(StandardCharsets.UTF_8);

        assertThat(read(broken, Source.Format.JSONL)).hasSize(2).last().isEqualTo("2 {\"a\":2}");
        assertThat(read(broken, Source.Format.JSON)).hasSize(1);
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), Source.Format.AUTO);
    }

    private static List<String> read(byte[] bytes, Source.Format format) throws IOException {
        var found = new ArrayList<String>();
        try (var source = Source.of(new ByteArrayInputStream(bytes))) {
            var entries = source.entries(format);
            for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                found.add(
                        switch (entry.get()) {
                            case Entry.Log log -> log.line() + " " + log.log();
                            case Entry.Unreadable unreadable -> unreadable.line() + " " + unreadable.why();
                        });
            }
        }
        return found;
    }
}
