package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ImportMemoriesIT extends ImportTest {

    private static final String MCP = """
            {"type":"relation","from":"Ada","to":"Engine","relationType":"works_on"}
            {"type":"entity","name":"Ada","entityType":"person","observations":["Likes tea","Lives in London"],"source":"chat"}

            {"type":"entity","entityName":"Engine","entity_type":"machine","observations":[]}
            {"type":"relation","from_id":"Engine","to_id":"Nobody","relation_type":"belongs_to"}
            {"type":"entity","name":"Ada","entityType":"person","observations":["Likes tea","Plays chess"]}
            {"type":"note","name":"x"}
            {"type":"entity","observations":["of nobody"]}
            {"type":"entity","name":"Cut","obser""";

    private static final String MEM0 = """
            {"count":4,"next":"https://example.org/page=2","previous":null,"results":[
              {"id":"1","memory":"Allergic to nuts","hash":"h1","metadata":{"deep":[{"any":1.50}],"note":"since 2019"},"score":0.9,
               "user_id":"bob","agent_id":"cook","run_id":"r1","categories":["health","food"],
               "created_at":"2025-01-02T20:30:00.123456-07:00","updated_at":null,"expiration_date":null},
              {"id":"2","memory":"Has a dog","metadata":null,"categories":null,"created_at":null},
              {"id":"3","memory":" "},
              {"memory":"Nameless"}]}""";

    private static final String MEM0_MARKDOWN = """
            # Export of shop

            ---
            id: a1
            created_at: 2025-04-01T08:00:00Z
            type: decision
            confidence: 0.9
            branch: main
            files: src/A.java, src/B, with comma.java
            categories: build, tools
            ---
            Use Maven.

            ---

            The line above is part of the text, and so is this: id: nothing

            ---
            id: a2
            created_at:
            type:
            files:
            ---
            Second, with nothing known.
            ---
            id: a3
            ---
            """;

    private static final String LETTA = """
            {"agents":[
               {"id":"agent-0","name":"Sam","description":"A helper","system":"You are Sam","agent_type":"memgpt","tags":["demo"],
                "block_ids":["block-0","block-1"],"secrets":{"TOKEN":null},
                "messages":[
                  {"id":"message-0","type":"message","role":"system","content":[{"type":"text","text":"You are Sam"}]},
                  {"id":"message-1","role":"user","content":[{"type":"text","text":"I am Chad"}],"created_at":"2025-05-01T10:00:00.5+00:00"},
                  {"id":"message-2","role":"assistant","content":null,"tool_calls":[{"id":"t"}]},
                  {"id":"message-3","role":"assistant","content":"Hello Chad","tool_calls":null}]},
               {"id":"agent-1","name":"Max","description":null,"block_ids":["block-1"],"messages":[]}],
             "groups":[],
             "blocks":[
               {"id":"block-0","label":"persona","value":"Sam is kind","description":"Who Sam is","limit":5000,"tags":["core"]},
               {"id":"block-1","label":"human","value":"The human is Chad","limit":5000},
               {"id":"block-2","label":"scratch","value":""}],
             "files":[{"id":"file-0","source_id":"source-0","file_name":"menu.txt","content":"Soup of the day"}],
             "sources":[{"id":"source-0","name":"docs"}],
             "tools":[{"id":"tool-0","name":"send_message"}],"mcp_servers":[],
             "metadata":{"revision_id":"x"},"created_at":"2025-05-02T00:00:00Z"}""";

    private static final String LANGGRAPH = """
            [{"namespace":["memories","ada.b"],"key":"k","value":{"content":"Likes trains"},"created_at":"2025-06-01T00:00:00+02:00"},
             {"namespace":["memories.ada","b"],"key":"k","value":{"kind":"Memory","content":{"content":"Likes ships","mood":"good"}}},
             {"namespace":["100%","_"],"key":"k_1","value":{"rules":["Be brief"],"count":2}},
             {"namespace":["empty"],"key":"k","value":{}},
             {"namespace":"flat","key":"k","value":{"a":"b"}}]""";

    private static final String NOTES = """
            ---
            name: shop rules
            tags: [style, "java"]
            created: 2025-07-01
            ---
            # Rules of the shop

            ## Style
            Short methods.

            ```
            ## not a heading
            ```

            ## Tests
            Real servers.

            ## Style
            Short methods.

            ```
            ## not a heading
            ```
            """;

    @Test
    void each_observation_and_relation_of_a_knowledge_graph_is_a_memory() throws Exception {
        var ended = importing(file("memory.json", MCP));

        assertThat(summaries())
                .containsExactlyInAnyOrder(
                        "Ada works on Engine",
                        "Likes tea",
                        "Lives in London",
                        "Engine",
                        "Engine belongs to Nobody",
                        "Plays chess");
        assertThat(ended.counts()).containsExactly(10, 6, 1, 3);
        assertThat(ended.leftOut())
                .satisfiesExactly(
                        note -> assertThat(note).isEqualTo("line 7: is neither an entity nor a relation, but \"note\""),
                        nameless -> assertThat(nameless).isEqualTo("entity on line 8: has no name"),
                        cut -> assertThat(cut).startsWith("line 9: is not valid JSON"));
        assertThat(memory("Likes tea").path("task").stringValue()).isEqualTo("Ada");
        assertThat(memory("Likes tea").at("/raw_data/tags/0").stringValue()).isEqualTo("person");
        assertThat(memory("Likes tea")
                        .at("/raw_data/import_source/members/source")
                        .stringValue())
                .isEqualTo("chat");
        assertThat(memory("Likes tea").has("date")).isFalse();
    }

    @Test
    void an_observation_that_was_added_is_imported_later() throws Exception {
        importing(file("memory.jsonl", MCP));
        memlog.forgetKeys();

        var ended =
                importing(file("memory.jsonl", MCP.replace("\"Lives in London\"", "\"Lives in London\",\"Sings\"")));

        assertThat(ended.counts()).containsExactly(11, 1, 7, 3);
        assertThat(summaries()).contains("Sings");
    }

    @Test
    void a_memory_of_mem0_keeps_its_owner_date_categories_and_metadata() throws Exception {
        var ended = importing(file("dump.json", MEM0));

        var nuts = memory("Allergic to nuts");
        assertThat(nuts.path("user_id").stringValue()).isEqualTo("bob");
        assertThat(nuts.path("agent").stringValue()).isEqualTo("cook");
        assertThat(nuts.path("conversation_id").stringValue()).isEqualTo("r1");
        assertThat(nuts.path("date").stringValue()).isEqualTo("2025-01-03T03:30:00.123456Z");
        assertThat(nuts.at("/raw_data/tags").toString()).isEqualTo("[\"health\",\"food\"]");
        assertThat(nuts.at("/raw_data/metadata").toString())
                .isEqualTo("{\"deep\":[{\"any\":1.50}],\"note\":\"since 2019\"}");
        assertThat(nuts.at("/raw_data/import_source/members/score").toString()).isEqualTo("0.9");
        assertThat(memory("Has a dog").path("user_id").stringValue()).isEqualTo("ada");
        assertThat(ended.counts()).containsExactly(5, 2, 0, 3);
        assertThat(ended.leftOut())
                .containsExactly(
                        "page https://example.org/page=2: is another page, which the file does not hold",
                        "memory 3: has no text",
                        "memory number 4: has no id");
    }

    @Test
    void a_line_of_dashes_and_a_comma_break_no_memory_of_the_mem0_plugin() throws Exception {
        for (var content : List.of(MEM0_MARKDOWN, MEM0_MARKDOWN.replace("\n", "\r\n"))) {
            var ended = importing(file("export.md", content));

            assertThat(ended.leftOut())
                    .containsExactly(
                            "text export.md, line 1: stands before the first memory", "memory a3: has no text");
            assertThat(ended.summary().path("read").intValue()).isEqualTo(4);
        }

        assertThat(summaries())
                .containsExactly(
                        "Use Maven.\n\n---\n\nThe line above is part of the text, and so is this: id: nothing",
                        "Second, with nothing known.");
        var first = memlog.memories().getFirst();
        assertThat(first.at("/raw_data/tags").toString()).isEqualTo("[\"build\",\"tools\",\"decision\"]");
        assertThat(first.at("/raw_data/import_source/members/files").stringValue())
                .isEqualTo("src/A.java, src/B, with comma.java");
        assertThat(first.path("date").stringValue()).isEqualTo("2025-04-01T08:00:00.000000Z");
        assertThat(memlog.memories().getLast().has("date")).isFalse();
    }

    @Test
    void agents_blocks_messages_and_files_of_letta_are_memories() throws Exception {
        var ended = importing(file("sam.af", LETTA));

        assertThat(ended.counts()).containsExactly(12, 7, 0, 5);
        assertThat(summaries())
                .containsExactly(
                        "A helper",
                        "I am Chad",
                        "Hello Chad",
                        "",
                        "Sam is kind",
                        "The human is Chad",
                        "Soup of the day");
        assertThat(ended.leftOut())
                .containsExactlyInAnyOrder(
                        "message message-0: is the system prompt, which is kept with its agent",
                        "message message-2: has no text",
                        "block scratch: is empty",
                        "sources docs: is no memory",
                        "tools send_message: is no memory");
        assertThat(memory("A helper").at("/raw_data/system").stringValue()).isEqualTo("You are Sam");
        assertThat(memory("A helper")
                        .at("/raw_data/import_source/members/secrets")
                        .toString())
                .isEqualTo("{\"TOKEN\":null}");
        assertThat(memory("Hello Chad").path("agent").stringValue()).isEqualTo("Sam");
        assertThat(memory("I am Chad").path("conversation_id").stringValue()).isEqualTo("agent-0");
    }

    @Test
    void a_block_of_two_agents_is_one_memory_that_names_both() throws Exception {
        importing(file("sam.af", LETTA));

        assertThat(memory("The human is Chad").at("/raw_data/agents").toString())
                .isEqualTo("[\"Sam\",\"Max\"]");
        assertThat(memory("The human is Chad").has("agent")).isFalse();
        assertThat(memory("Sam is kind").path("agent").stringValue()).isEqualTo("Sam");
    }

    @Test
    void an_agent_file_within_a_string_is_the_same() throws Exception {
        importing(file("sam.af", LETTA));

        var ended = importing(file("twice.af", Json.mapper().writeValueAsString(LETTA)));

        assertThat(ended.counts()).containsExactly(12, 0, 7, 5);
    }

    @Test
    void namespaces_of_langgraph_are_not_confused() throws Exception {
        var ended = importing(file("store.json", LANGGRAPH));

        assertThat(summaries()).containsExactly("Likes trains", "Likes ships", "");
        assertThat(ended.leftOut()).containsExactly("item k: has no value", "item number 5: has no namespace and key");
        assertThat(memory("Likes ships").at("/raw_data/value").toString())
                .isEqualTo("{\"kind\":\"Memory\",\"content\":{\"mood\":\"good\"}}");
        assertThat(memory("Likes ships")
                        .at("/raw_data/import_source/members/text_member")
                        .stringValue())
                .isEqualTo("content/content");
        assertThat(memory("Likes trains").path("date").stringValue()).isEqualTo("2025-05-31T22:00:00.000000Z");
        assertThat(memory("").at("/raw_data/value").toString()).isEqualTo("{\"rules\":[\"Be brief\"],\"count\":2}");
    }

    @Test
    void items_of_langgraph_on_lines_are_read_too() throws Exception {
        var lines = Json.mapper()
                .readTree(LANGGRAPH)
                .valueStream()
                .map(JsonNode::toString)
                .toList();

        assertThat(importing(file("store.jsonl", String.join("\n", lines))).counts())
                .containsExactly(5, 3, 0, 2);
    }

    @Test
    void each_section_of_a_note_is_a_memory_and_equal_ones_are_one() throws Exception {
        var ended = importing(file("rules.md", NOTES));

        assertThat(ended.counts()).containsExactly(3, 2, 1, 0);
        assertThat(values("/task")).containsExactly("Rules of the shop: Style", "Rules of the shop: Tests");
        assertThat(summaries())
                .containsExactly("## Style\nShort methods.\n\n```\n## not a heading\n```", "## Tests\nReal servers.");
        assertThat(values("/date")).containsOnly("2025-07-01");
        assertThat(memlog.memories().getFirst().at("/raw_data/tags").toString()).isEqualTo("[\"style\",\"java\"]");
    }

    @Test
    void equal_sections_of_two_files_are_two_memories_and_a_changed_one_is_new() throws Exception {
        file("notes/.cursorrules", "Be brief.");
        file("notes/.github/copilot-instructions.md", "Be brief.");
        importing(folder.resolve("notes"));
        memlog.forgetKeys();

        file("notes/.cursorrules", "Be very brief.");
        var ended = importing(folder.resolve("notes"));

        assertThat(ended.counts()).containsExactly(2, 1, 1, 0);
        assertThat(summaries()).containsExactly("Be brief.", "Be brief.", "Be very brief.");
    }

    @Test
    void each_shape_is_the_same_when_it_is_imported_again() throws Exception {
        for (var content : List.of(MCP, MEM0, MEM0_MARKDOWN, LETTA, LANGGRAPH, NOTES)) {
            var file = file("export.md", content);
            var first = importing(file);
            var before = memlog.memories().stream().map(JsonNode::toString).toList();
            memlog.forgetKeys();

            var second = importing(file);

            assertThat(first.counts().get(1)).isPositive();
            assertThat(second.counts().get(1)).isZero();
            assertThat(second.counts().get(2))
                    .isEqualTo(first.counts().get(1) + first.counts().get(2));
            assertThat(second.counts().get(3)).isEqualTo(first.counts().get(3));
            assertThat(memlog.memories().stream().map(JsonNode::toString).toList())
                    .isEqualTo(before);
        }
    }
}
