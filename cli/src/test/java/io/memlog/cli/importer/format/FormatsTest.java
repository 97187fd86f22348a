package io.memlog.cli.importer.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "mcp-memory|      {\"type\":\"relation\",\"from\":\"a\",\"to\":\"b\",\"relationType\":\"c\"}",
                "mcp-memory|      {\"entityType\":\"x\", \"type\" : \"entity\",\"name\":\"a\"}",
                "mem0|            [{\"id\":\"1\",\"memory\":\"m\"}]",
                "mem0|            {\"count\":1,\"results\":[{\"id\":\"1\",\"memory\":\"m\"}]}",
                "letta|           {\"agents\":[],\"blocks\":[]}",
                "letta|           {\"agents\":[{\"id\":\"a\",\"name\":\"n\",\"messages\":[",
                "letta|           \"{\\\"agents\\\":[]}\"",
                "chatgpt|         [{\"title\":\"t\",\"mapping\":{\"a\":{\"message\":{\"content\":",
                "claude|          [{\"uuid\":\"u\",\"name\":\"\",\"chat_messages\":[]}]",
                "claude-projects| [{\"uuid\":\"u\",\"prompt_template\":\"\",\"docs\":[]}]",
                "langgraph|       [{\"namespace\":[],\"key\":\"k\",\"value\":{\"type\":\"entity\"}}]",
                "langgraph|       {\"namespace\":[],\"key\":\"k\",\"value\":{\"type\":\"entity\"}}",
                "none|            {\"type\":\"note\"}",
                "none|            []",
                "none|            [{\"id\":\"1\"}]"
            })
    void a_file_is_recognised_by_what_it_holds(String format, String content) throws IOException {
        for (var start : List.of("", "\uFEFF", "\n ")) {
            var recognised = Formats.of(Sample.of(file("any", start + content)));

            assertThat(recognised.map(ExportFormat::name).orElse("none")).isEqualTo(format);
        }
    }

    @Test
    void text_is_markdown_only_under_such_a_name() throws IOException {
        assertThat(Formats.of(Sample.of(file("notes.md", "Tea at five"))).map(ExportFormat::name))
                .contains("markdown");
        assertThat(Formats.of(Sample.of(file("notes.bin", "Tea at five")))).isEmpty();
        assertThat(Formats.of(Sample.of(file("notes.md", "Tea \u0000 at five"))))
                .isEmpty();
        assertThat(Formats.of(Sample.of(file("notes.md", "---\nid: notes\ntitle: x\n---\nTea")))
                        .map(ExportFormat::name))
                .contains("markdown");
    }

    @Test
    void a_title_that_is_longer_than_a_task_is_kept() throws Exception {
        var title = "t".repeat(513);

        var item = items(new ClaudeProjects(), "[{\"uuid\":\"u\",\"name\":\"" + title + "\",\"docs\":[]}]")
                .getFirst();

        assertThat(item.log("f").path("task").stringValue()).hasSize(512).endsWith("…");
        assertThat(item.log("f").at("/raw_data/import_source/members/title").stringValue())
                .isEqualTo(title);
    }

    @Test
    void seconds_and_iso_texts_are_dates() throws Exception {
        for (var date : List.of("1700000000.25", "\"2023-11-14T22:13:20.25Z\"", "\"2023-11-14 23:13:20.25+01:00\"")) {
            var item = items(new Mem0Dump(), "[{\"id\":\"1\",\"memory\":\"m\",\"created_at\":" + date + "}]")
                    .getFirst();

            assertThat(item.log("f").path("date").stringValue()).isEqualTo("2023-11-14T22:13:20.250000Z");
            assertThat(item.warnings()).isEmpty();
        }
    }

    @Test
    void a_number_that_is_no_time_is_no_date() throws Exception {
        var item = items(new Mem0Dump(), "[{\"id\":\"1\",\"memory\":\"m\",\"created_at\":1e300}]")
                .getFirst();

        assertThat(item.log("f").has("date")).isFalse();
        assertThat(item.warnings()).singleElement().asString().startsWith("has a date that is none (1e300)");
    }

    private List<SourceItem> items(ExportFormat format, String content) throws IOException, InterruptedException {
        var sink = new RecordingSink();
        format.read(file("export.json", content), sink);
        return sink.items;
    }

    private SourceFile file(String name, String content) throws IOException {
        return new SourceFile(Files.writeString(folder.resolve(name), content), name, new AtomicLong());
    }

    private static final class RecordingSink implements ItemSink {

        private final List<SourceItem> items = new ArrayList<>();

        @Override
        public void add(SourceItem item) {
            items.add(item);
        }

        @Override
        public void skip(String kind, String name, String reason) {
            throw new AssertionError(kind + " " + name + " " + reason);
        }

        @Override
        public void invalid(String kind, String name, String reason) {
            throw new AssertionError(kind + " " + name + " " + reason);
        }
    }
}
