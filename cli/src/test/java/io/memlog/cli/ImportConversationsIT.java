package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ImportConversationsIT extends ImportTest {

    /// A conversation with an edited question, hidden messages, parts that are objects, and dates that are missing.
    static final String CHATGPT = """
            [{"title":"Tea time","create_time":1700000000.5,"update_time":1700000900.0,"is_archived":false,
              "conversation_id":"c1","current_node":"n6",
              "mapping":{
               "n0":{"id":"n0","message":null,"parent":null,"children":["n1"]},
               "n1":{"id":"n1","message":{"id":"n1","author":{"role":"system","name":null,"metadata":{}},"create_time":null,
                     "content":{"content_type":"text","parts":[""]}},"parent":"n0","children":["n2","n3"]},
               "n2":{"id":"n2","message":{"id":"n2","author":{"role":"user"},"create_time":1700000100.25,
                     "content":{"content_type":"text","parts":["Which tea?"]}},"parent":"n1","children":[]},
               "n3":{"id":"n3","message":{"id":"n3","author":{"role":"user","name":null},"create_time":1700000200.123456,
                     "content":{"content_type":"multimodal_text","parts":[
                       {"content_type":"image_asset_pointer","asset_pointer":"file-1"},"Which tea is this?"]},
                     "status":"finished_successfully","metadata":{"model_slug":"m-1"}},"parent":"n1","children":["n4"]},
               "n4":{"id":"n4","message":{"id":"n4","author":{"role":"tool","name":"browser"},"create_time":1700000201,
                     "content":{"content_type":"code","language":"json","text":"search(tea)"}},"parent":"n3","children":["n5"]},
               "n5":{"id":"n5","message":{"id":"n5","author":{"role":"assistant"},"create_time":null,
                     "content":{"content_type":"text","parts":["Darjeeling,","by its leaves."]}},
                     "parent":"n4","children":["n6","n9"]},
               "n9":{"id":"n9","parent":"n5","children":[]},
               "n6":{"id":"n6","message":{"id":"n6","author":{"role":"user"},"create_time":1700000300,
                     "content":{"content_type":"text","parts":["Thanks"]}},"parent":"n5b","children":[]},
               "n5b":{"id":"n5b","message":{"id":"n5b","author":{"role":"user"},"create_time":1700000250,
                     "content":{"content_type":"text","parts":["Profile: likes tea"]},
                     "metadata":{"is_visually_hidden_from_conversation":true}},"parent":"n5c","children":["n6"]},
               "n5c":{"id":"n5c","message":{"id":"n5c","author":{"role":"assistant"},"create_time":1700000240,
                     "content":{"content_type":"text"}},"parent":"n5","children":["n5b"]}
              }}]""";

    private static final String CLAUDE = """
            [{"uuid":"k1","name":"","created_at":"2025-03-01T10:00:00.123456+00:00","updated_at":"2025-03-02T10:00:00Z",
              "account":{"uuid":"a1"},
              "chat_messages":[
               {"uuid":"m1","text":"Plan the trip","sender":"human","created_at":"2025-03-01T10:00:01.654321+00:00",
                "content":[{"type":"text","text":"Plan the trip"}],
                "attachments":[{"file_name":"stops.txt","file_size":9,"extracted_content":"Bergen, Oslo"},
                               {"file_name":"photo.png","extracted_content":""}],"files":[]},
               {"uuid":"m2","text":"Flat text","sender":"assistant","created_at":"2025-03-01T10:00:02+00:00",
                "content":[{"type":"text","text":"Go to Bergen first."},{"type":"tool_use","name":"maps","input":{"to":"Bergen"}}]},
               {"uuid":"m3","text":"Only here","sender":"human","created_at":"2025-03-01T10:00:03+00:00","content":[]},
               {"uuid":"m4","text":"","sender":"assistant","created_at":"2025-03-01T10:00:04+00:00","content":[]}]},
             {"uuid":"k2","name":"Nothing said","chat_messages":[]}]""";

    private static final String PROJECTS = """
            [{"uuid":"p1","name":"Voyages","description":"Ships and routes","prompt_template":"Answer as a captain",
              "is_private":true,"created_at":"2025-02-01T00:00:00.000001+00:00",
              "docs":[{"uuid":"d1","filename":"harbours.md","content":"Bergen has a deep harbour","created_at":"2025-02-02T00:00:00+00:00"},
                      {"uuid":"d2","filename":"empty.md","content":""},
                      {"uuid":"d3","filename":"atlas.md","content":"%s"}]}]""".formatted("x".repeat(262_144));

    @Test
    void a_visible_message_of_the_current_branch_is_a_memory() throws Exception {
        var ended = importing(file("conversations.json", CHATGPT));

        assertThat(ended.status()).isZero();
        assertThat(summaries())
                .containsExactly("Which tea is this?", "search(tea)", "Darjeeling,\n\nby its leaves.", "Thanks");
        assertThat(ended.leftOut())
                .containsExactly(
                        "message n2: is on another branch than the current one",
                        "message n1: is hidden",
                        "message n5c: has no text (text)",
                        "message n5b: is hidden");
        assertThat(values("/conversation_id")).containsOnly("c1");
        assertThat(values("/task")).containsOnly("Tea time");
        assertThat(values("/agent")).containsExactly("user", "browser", "assistant", "user");
    }

    @Test
    void a_message_without_a_date_has_that_of_the_one_before() throws Exception {
        importing(file("conversations.json", CHATGPT));

        assertThat(values("/date"))
                .containsExactly(
                        "2023-11-14T22:16:40.123456Z",
                        "2023-11-14T22:16:41.000000Z",
                        "2023-11-14T22:16:41.000000Z",
                        "2023-11-14T22:18:20.000000Z");
    }

    @Test
    void what_a_message_has_beside_its_text_is_kept() throws Exception {
        importing(file("conversations.json", CHATGPT));

        var members = memory("Which tea is this?").at("/raw_data/import_source/members");

        assertThat(members.at("/content/parts/0/asset_pointer").stringValue()).isEqualTo("file-1");
        assertThat(members.at("/metadata/model_slug").stringValue()).isEqualTo("m-1");
        assertThat(members.at("/create_time").toString()).isEqualTo("1700000200.123456");
        assertThat(members.at("/parent").stringValue()).isEqualTo("n1");
        assertThat(members.at("/conversation/is_archived").isBoolean()).isTrue();
        assertThat(members.at("/conversation/mapping").isMissingNode()).isTrue();
    }

    @Test
    void a_later_export_of_a_conversation_that_went_on_adds_the_new_messages() throws Exception {
        importing(file("conversations.json", CHATGPT));
        memlog.forgetKeys();
        var later = CHATGPT.replace("\"title\":\"Tea time\"", "\"title\":\"Tea, renamed\"")
                .replace("\"update_time\":1700000900.0", "\"update_time\":1700009999.0")
                .replace("\"current_node\":\"n6\"", "\"current_node\":\"n7\"")
                .replace("\"mapping\":{", """
                        "mapping":{"n7":{"id":"n7","message":{"id":"n7","author":{"role":"assistant"},"create_time":1700009999,
                        "content":{"content_type":"text","parts":["You are welcome"]}},"parent":"n6","children":[]},""");

        var ended = importing(file("again.json", later));

        assertThat(ended.counts()).containsExactly(9, 1, 4, 4);
        assertThat(summaries()).hasSize(5).endsWith("You are welcome");
    }

    @Test
    void without_a_current_node_the_last_answers_are_followed() throws Exception {
        var ended = importing(file("old.json", """
                [{"title":null,"mapping":{
                   "a":{"id":"a","message":null,"parent":null,"children":["b"]},
                   "b":{"id":"b","message":{"author":{"role":"user"},"create_time":null,
                        "content":{"content_type":"text","parts":["Is it late?"]}},"parent":"a","children":["c","d"]},
                   "c":{"id":"c","message":{"author":{"role":"assistant"},"create_time":3,
                        "content":{"content_type":"text","parts":["No"]}},"parent":"b","children":[]},
                   "d":{"id":"d","message":{"author":{"role":"assistant"},"create_time":2,
                        "content":{"content_type":"text","parts":["Yes"]}},"parent":"b","children":[]}}}]"""));

        assertThat(summaries()).containsExactly("Is it late?", "Yes");
        assertThat(values("/date")).containsOnly("1970-01-01T00:00:02.000000Z");
        assertThat(values("/task")).containsExactly("Is it late?", "Yes");
        assertThat(values("/conversation_id")).containsOnly("a");
        assertThat(ended.leftOut()).containsExactly("message c: is on another branch than the current one");
    }

    @Test
    void a_circle_of_parents_ends() throws Exception {
        importing(file("circle.json", """
                [{"title":"Round","conversation_id":"r","current_node":"b","mapping":{
                   "a":{"message":{"author":{"role":"user"},"content":{"parts":["A"]}},"parent":"b","children":["b"]},
                   "b":{"message":{"author":{"role":"user"},"content":{"parts":["B"]}},"parent":"a","children":["a"]}}}]"""));

        assertThat(summaries()).containsExactly("A", "B");
    }

    @Test
    void a_message_and_an_attachment_of_claude_are_memories() throws Exception {
        var ended = importing(file("conversations.json", CLAUDE));

        assertThat(ended.counts()).containsExactly(7, 4, 0, 3);
        assertThat(summaries()).containsExactly("Plan the trip", "Bergen, Oslo", "Go to Bergen first.", "Only here");
        assertThat(values("/agent")).containsExactly("human", "human", "assistant", "human");
        assertThat(values("/date").getFirst()).isEqualTo("2025-03-01T10:00:01.654321Z");
        assertThat(values("/task")).containsExactly("Plan the trip", "stops.txt", "Go to Bergen first.", "Only here");
        assertThat(ended.leftOut())
                .containsExactly(
                        "attachment photo.png: has no text",
                        "message m4: has no text",
                        "conversation Nothing said: has no messages");
    }

    @Test
    void the_flat_text_of_claude_is_kept_where_it_differs_from_the_content() throws Exception {
        importing(file("conversations.json", CLAUDE));

        var members = memory("Go to Bergen first.").at("/raw_data/import_source/members");

        assertThat(members.path("text").stringValue()).isEqualTo("Flat text");
        assertThat(members.at("/content/0/input/to").stringValue()).isEqualTo("Bergen");
        assertThat(memory("Plan the trip").at("/raw_data/import_source/members").has("text"))
                .isFalse();
    }

    @Test
    void a_project_of_claude_and_each_of_its_documents_are_memories() throws Exception {
        var ended = importing(file("projects.json", PROJECTS));

        assertThat(ended.counts()).containsExactly(4, 2, 0, 2);
        assertThat(summaries()).containsExactly("Ships and routes", "Bergen has a deep harbour");
        assertThat(memlog.memories().getFirst().at("/raw_data/prompt_template").stringValue())
                .isEqualTo("Answer as a captain");
        assertThat(ended.leftOut())
                .satisfiesExactly(
                        empty -> assertThat(empty).isEqualTo("document empty.md: has no text"),
                        large -> assertThat(large).startsWith("document atlas.md: has "));
    }

    @Test
    void each_shape_is_the_same_when_it_is_imported_again() throws Exception {
        for (var content : List.of(CHATGPT, CLAUDE, PROJECTS)) {
            var file = file("export.json", content);
            var first = importing(file);
            var before = memlog.memories().stream().map(JsonNode::toString).toList();
            memlog.forgetKeys();

            var second = importing(file);

            assertThat(second.counts().get(1)).isZero();
            assertThat(second.counts().get(2)).isEqualTo(first.counts().get(1));
            assertThat(memlog.memories().stream().map(JsonNode::toString).toList())
                    .isEqualTo(before);
        }
    }

    @Test
    void a_file_much_larger_than_an_element_is_read_piece_by_piece() throws Exception {
        var file = folder.resolve("many.json");
        try (var out = Files.newBufferedWriter(file)) {
            var padding = "x".repeat(200_000);
            out.write("[");
            for (int i = 0; i < 400; i++) {
                out.write((i > 0 ? "," : "") + """
                        {"title":"t","conversation_id":"c%1$d","mapping":{"a%1$d":{"message":{"author":{"role":"user"},
                        "metadata":{"p":"%2$s"},"content":{"parts":["Said %1$d"]}},"parent":null,"children":[]}}}
                        """.formatted(i, padding));
            }
            out.write("]");
        }

        var ended = importing(file);

        assertThat(Files.size(file)).isGreaterThan(70_000_000);
        assertThat(ended.counts()).containsExactly(400, 400, 0, 0);
    }
}
