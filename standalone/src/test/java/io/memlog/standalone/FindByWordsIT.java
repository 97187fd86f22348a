package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FindByWordsIT {

    @TempDir
    static Path data;

    static WholeSystem system;
    static long paused;
    static long resumed;
    static long unrelated;

    @BeforeAll
    static void start() throws Exception {
        system = WholeSystem.start(data);
        paused = store("Pause the listener", "GH-3349: `KafkaListener` containers pause at once", "src/Listener.java");
        resumed =
                store("Resume the listener", "Containers of a KafkaListener come back, see #3349", "src/Listener.java");
        unrelated = store("Paint the shed", "A second coat of green varnish for the wood", "garden/Shed.java");
        for (var memory : List.of(paused, resumed, unrelated)) {
            assertThat(system.client().states(memory, Duration.ofSeconds(60)))
                    .as(() -> system.deadLetters().toString())
                    .containsOnly("stored");
        }
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void exact_words_are_found_by_text() throws Exception {
        var hits = system.client().hits("varnish", "text");

        assertThat(ids(hits)).containsExactly(unrelated);
        assertThat(hits.path(0).path("distance").isNull()).isTrue();
        assertThat(hits.path(0).path("matched_by").toString()).isEqualTo("[\"text\"]");
    }

    @Test
    void an_entity_that_the_query_names_leads_to_its_memories() throws Exception {
        var hits = system.client().hits("what about KafkaListener", "graph");

        assertThat(ids(hits)).containsExactlyInAnyOrder(paused, resumed);
    }

    @Test
    void hybrid_tells_who_found_what() throws Exception {
        var answer = system.client().wholeAnswerTo("KafkaListener pause", "hybrid");

        assertThat(answer.headers().firstValue("Memlog-Pending")).hasValue("0");
        var first = Client.json(answer).path(0);
        assertThat(first.path("memory_log_id").longValue()).isEqualTo(paused);
        assertThat(first.path("matched_by").toString()).contains("vector", "text", "graph");
    }

    @Test
    void memories_that_touch_the_same_file_are_related() throws Exception {
        var related = Client.json(system.client().get("/memory-logs/" + paused + "/related"));

        assertThat(ids(related.path("memories"))).containsExactly(resumed);
        assertThat(related.path("memories").path(0).path("via").toString()).contains("Listener.java");
        assertThat(related.path("entities").toString()).contains("GH-3349", "KafkaListener");
    }

    @Test
    void no_query_is_too_strange() throws Exception {
        for (var query : List.of(
                "\"",
                "AND OR NOT",
                "a:b^2~ [x TO y] {z} (",
                "*?\\",
                "MATCH (n) DETACH DELETE n //",
                "the of and",
                "\uD83C\uDF05",
                "' OR 1=1 --",
                "x".repeat(8192),
                "ab ".repeat(2730))) {
            for (var mode : List.of("text", "graph", "hybrid")) {
                assertThat(system.client().wholeAnswerTo(query, mode).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void tenants_that_look_alike_never_see_each_other() throws Exception {
        var users = List.of("Ada", "ada", "re\u0301ne", "r\u00e9ne", "a/b", "a:b", "a b");
        for (var user : users) {
            var stored = system.client()
                    .post(
                            "/memory-logs",
                            Map.of(
                                    "task",
                                    "Whisper",
                                    "user_id",
                                    user,
                                    "project_id",
                                    "p",
                                    "raw_data",
                                    Map.of(
                                            "summary",
                                            "The secret word is Xyzzy9",
                                            "files_touched",
                                            List.of("src/Xyzzy9.java"))));
            assertThat(system.client().states(Client.json(stored).path("id").longValue(), Duration.ofSeconds(60)))
                    .containsOnly("stored");
        }

        for (var user : users) {
            for (var mode : List.of("vector", "text", "graph", "hybrid")) {
                var hits = Client.json(system.client()
                        .post(
                                "/memory-logs/search",
                                Map.of(
                                        "query",
                                        "secret word Xyzzy9",
                                        "user_id",
                                        user,
                                        "project_id",
                                        "p",
                                        "mode",
                                        mode)));

                assertThat(hits).as(mode + " for " + user).hasSize(1);
                assertThat(hits.path(0).path("id").stringValue()).endsWith("_" + user + "_p");
            }
        }
    }

    private static long store(String task, String summary, String file) throws Exception {
        var stored = system.client()
                .post(
                        "/memory-logs",
                        Map.of(
                                "task",
                                task,
                                "user_id",
                                Client.USER,
                                "project_id",
                                Client.PROJECT,
                                "raw_data",
                                Map.of("summary", summary, "files_touched", List.of(file))));
        return Client.json(stored).path("id").longValue();
    }

    private static List<Long> ids(JsonNode hits) {
        return hits.valueStream()
                .map(hit -> hit.path("memory_log_id").longValue())
                .toList();
    }
}
