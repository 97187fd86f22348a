package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What all formats share.
class ImportIT extends ImportTest {

    private static final String LIST = """
            [{"id":"m1","memory":"Likes tea","user_id":null},
             {"id":"m2","memory":"Likes rain","user_id":"bob"}]""";

    @Test
    void a_second_import_stores_nothing_also_after_the_keys_are_forgotten() throws Exception {
        var list = file("dump", memories(7));

        var first = importing(list);
        memlog.forgetKeys();
        var second = importing(list);

        assertThat(first.counts()).containsExactly(7, 7, 0, 0);
        assertThat(second.counts()).containsExactly(7, 0, 7, 0);
        assertThat(second.status()).isZero();
        assertThat(memlog.memories()).hasSize(7);
    }

    @Test
    void a_later_export_adds_what_is_new() throws Exception {
        importing(file("dump", memories(4)));
        memlog.forgetKeys();

        var later = importing(file("other-name.json", memories(6)));

        assertThat(later.counts()).containsExactly(6, 2, 4, 0);
        assertThat(summaries()).containsExactlyInAnyOrder("Fact 0", "Fact 1", "Fact 2", "Fact 3", "Fact 4", "Fact 5");
    }

    @Test
    void an_item_that_has_changed_is_named_and_what_is_stored_stays() throws Exception {
        importing(file("dump", memories(2)));
        memlog.forgetKeys();

        var ended = importing(file("dump", memories(2).replace("Fact 1", "Fact one")));

        assertThat(ended.counts()).containsExactly(2, 0, 1, 1);
        assertThat(ended.leftOut())
                .containsExactly(
                        "memory m1: has another content than the item of this id that is there, which stays as it is");
        assertThat(summaries()).containsExactly("Fact 0", "Fact 1");
    }

    @Test
    void an_item_that_stands_twice_in_a_file_is_a_duplicate() throws Exception {
        var ended = importing(file("dump", """
                [{"id":"m1","memory":"Likes tea"},{"id":"m1","memory":"Likes tea"}]"""));

        assertThat(ended.counts()).containsExactly(2, 1, 1, 0);
    }

    @Test
    void the_user_of_an_item_wins_over_the_option() throws Exception {
        importing(file("dump", LIST));

        assertThat(values("/user_id")).containsExactly("ada", "bob");
        assertThat(values("/project_id")).containsOnly("shop");
        assertThat(values("/request_id")).containsOnly("import:mem0");
    }

    @Test
    void without_a_user_each_item_that_has_none_is_refused_by_name() throws Exception {
        var ended = run(file("dump", LIST), "-p", "shop");

        assertThat(ended.counts()).containsExactly(2, 1, 0, 1);
        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.errors()).contains("memory m1: user_id is required");
    }

    @Test
    void a_dry_run_counts_without_a_server() throws Exception {
        var list = file("dump", LIST);
        memlog.close();

        var ended = importing(list, "--dry-run");

        assertThat(ended.status()).isZero();
        assertThat(ended.summary().path("read").intValue()).isEqualTo(2);
        assertThat(ended.summary().path("to_store").intValue()).isEqualTo(2);
        assertThat(ended.summary().at("/kinds/memory/to_store").intValue()).isEqualTo(2);
    }

    @Test
    void an_item_above_256_kib_is_named_and_the_others_stored() throws Exception {
        var ended = importing(file("dump", """
                [{"id":"large","memory":"%s"},{"id":"small","memory":"Likes tea"}]""".formatted("x".repeat(262_144))));

        assertThat(ended.counts()).containsExactly(2, 1, 0, 1);
        assertThat(ended.leftOut())
                .singleElement()
                .asString()
                .matches("memory large: has \\d+ bytes as a memory log; 256 KiB are the most");
    }

    @Test
    void a_syntax_error_is_named_with_its_place_and_what_comes_before_is_stored() throws Exception {
        var ended = importing(file("dump", """
                [{"id":"m1","memory":"Likes tea"},
                 {"id":"m2","memory":}]"""));

        assertThat(ended.counts()).containsExactly(2, 1, 0, 1);
        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.leftOut().getFirst())
                .startsWith("file dump: is not valid JSON at line 2, column ")
                .endsWith("; the rest is not read");
    }

    @Test
    void an_element_that_does_not_fit_into_memory_is_passed_over() throws Exception {
        var file = folder.resolve("large");
        try (var out = Files.newBufferedWriter(file)) {
            out.write("[{\"id\":\"m0\",\"memory\":\"Likes tea\"},{\"id\":\"large\",\"metadata\":[");
            var megabyte = "\"" + "x".repeat(1024 * 1024) + "\"";
            for (int i = 0; i < 40; i++) {
                out.write((i > 0 ? "," : "") + megabyte);
            }
            out.write("]},{\"id\":\"m2\",\"memory\":\"Likes rain\"}]");
        }

        var ended = importing(file);

        assertThat(ended.leftOut()).containsExactly("element number 2: is larger than 32 MiB");
        assertThat(summaries()).containsExactly("Likes tea", "Likes rain");
    }

    @Test
    void what_is_not_recognised_is_named() throws Exception {
        var unknown = importing(file("data.bin", "\u0001\u0002 nothing"));
        var empty = importing(file("empty.af", ""));

        assertThat(unknown.leftOut())
                .containsExactly("file data.bin: is in no format that an import recognises; --format names one");
        assertThat(empty.leftOut()).containsExactly("file empty.af: is empty");
        assertThat(unknown.status()).isEqualTo(4);
    }

    @Test
    void a_format_can_be_forced_and_an_unknown_one_is_a_wrong_command_line() throws Exception {
        var notes = file("notes.log", "## Tea\nAda drinks it.\n");

        var forced = importing(notes, "--format", "markdown");
        var unknown = importing(notes, "--format", "notes");

        assertThat(forced.counts()).containsExactly(1, 1, 0, 0);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.errors()).contains("--format is auto or one of mcp-memory, mem0, ", ", not notes");
    }

    @Test
    void unknown_members_are_kept_and_numbers_with_their_digits() throws Exception {
        importing(file("dump", """
                [{"id":"m1","memory":"Likes tea","score":0.50,"hash":"h","later":{"a":[1e2]}}]"""));

        assertThat(memory("Likes tea").at("/raw_data/import_source/members"))
                .hasToString("{\"score\":0.50,\"hash\":\"h\",\"later\":{\"a\":[1e2]}}");
        assertThat(memory("Likes tea").at("/raw_data/import_source/id").stringValue())
                .isEqualTo("m1");
    }

    @Test
    void a_date_that_is_none_is_named_and_the_memory_stored() throws Exception {
        var ended = importing(file("dump", """
                [{"id":"m1","memory":"Likes tea","created_at":"yesterday"}]"""));

        assertThat(ended.counts()).containsExactly(1, 1, 0, 0);
        assertThat(ended.errors()).contains("memory m1: has a date that is none (yesterday)");
        assertThat(memory("Likes tea").has("date")).isFalse();
        assertThat(memory("Likes tea")
                        .at("/raw_data/import_source/members/created_at")
                        .stringValue())
                .isEqualTo("yesterday");
    }

    @Test
    void a_folder_is_read_file_by_file_and_links_are_refused() throws Exception {
        var outside = Files.writeString(Files.createTempFile(folder.getParent(), "secret", ".md"), "## Secret\nword");
        file("all/b/list.json", LIST);
        file("all/a.md", "Tea is at five.");
        file("all/.git/notes.md", "no memory");
        file("all/user.json", "{\"email\":\"ada@example.org\"}");
        file("all/empty.md", "");
        Files.createSymbolicLink(folder.resolve("all/link.md"), outside);
        Files.createSymbolicLink(folder.resolve("all/linked"), folder.getParent());

        var ended = importing(folder.resolve("all"));

        Files.delete(outside);
        assertThat(summaries()).containsExactlyInAnyOrder("Tea is at five.", "Likes tea", "Likes rain");
        assertThat(ended.leftOut())
                .containsExactlyInAnyOrder(
                        "folder .git: holds no memories of its own",
                        "file user.json: is in no format that an import recognises",
                        "file empty.md: is empty",
                        "file link.md: is a symbolic link, which an import does not follow",
                        "file linked: is a symbolic link, which an import does not follow");
        assertThat(ended.status()).isEqualTo(6);
    }

    @Test
    void a_missing_file_is_a_wrong_command_line() {
        assertThat(importing(folder.resolve("nothing")).status()).isEqualTo(2);
    }

    @Test
    void people_see_a_table_and_the_reasons() throws Exception {
        var chats = file("chats.json", ImportConversationsIT.CHATGPT);

        try (var unused = new FakeMemlog()) {
            var ended = new Run(unused).run("import -u ada -p shop --url " + memlog.url(), chats.toString());

            assertThat(ended.out().lines().toList())
                    .satisfiesExactly(
                            title -> assertThat(title).matches("KIND +READ +STORED +DUPLICATES +SKIPPED"),
                            row -> assertThat(row).matches("message +8 +4 +0 +4"),
                            hidden -> assertThat(hidden).startsWith("Skipped 1 message: is on another branch"),
                            more -> assertThat(more).startsWith("Skipped 2 message: is hidden ("),
                            rest -> assertThat(rest).startsWith("Skipped 1 message: has no text ("));
        }
    }

    @Test
    void an_outage_ends_with_how_to_go_on() throws Exception {
        var list = file("dump", memories(2));
        try (var outage = new FakeMemlog()) {
            outage.respond("GET /memory-logs", 503, "{\"title\":\"The store is not available\"}");

            var ended = new Run(outage).run("import -u ada -p shop --retry-timeout 3", list.toString());

            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                    .isEqualTo(Duration.ofSeconds(3));
            assertThat(ended.err()).contains("Stopped after 0 were stored. Run the same command again");
        }
    }

    @Test
    void more_items_than_a_batch_holds_are_all_stored_in_order() throws Exception {
        var ended = importing(file("dump", memories(620)));

        assertThat(ended.counts()).containsExactly(620, 620, 0, 0);
        assertThat(summaries()).startsWith("Fact 0", "Fact 1").endsWith("Fact 618", "Fact 619");
    }

    private static String memories(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        "{\"id\":\"m%1$d\",\"memory\":\"Fact %1$d\",\"created_at\":\"2025-01-02T03:04:05-07:00\"}"
                                ::formatted)
                .collect(Collectors.joining(",\n", "[", "]"));
    }
}
