package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FromTheCommandLineIT {

    private static final String USER = "grace@example.org";

    @TempDir
    static Path data;

    static WholeSystem system;
    static CommandLine cli;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        system = WholeSystem.start(data);
        cli = new CommandLine(system.url());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void a_file_that_is_stored_twice_is_there_once() throws Exception {
        var notes = notes("twice", 600);

        var first = cli.run("store", "--user", USER, notes.toString());
        var again = cli.run("store", "--user", USER, notes.toString());

        assertThat(first.status()).isZero();
        assertThat(first.output()).isEqualTo("600 memory logs are in Memlog.\n").isEqualTo(again.output());
        assertThat(exported("twice")).hasSize(600);
    }

    @Test
    void an_export_can_be_stored_back_and_elsewhere() throws Exception {
        cli.run("store", "--user", USER, notes("original", 120).toString());
        var export = folder.resolve("export.jsonl");

        cli.run("export", "--user", USER, "--project", "original", export.toString());
        var back = cli.run("store", export.toString());
        var moved = Files.writeString(
                folder.resolve("moved.jsonl"), Files.readString(export).replace("\"original\"", "\"copy\""));
        var copied = cli.run("store", moved.toString());

        assertThat(List.of(back.status(), copied.status())).containsOnly(0);
        assertThat(exported("original")).hasSize(120);
        assertThat(contents("copy")).containsExactlyInAnyOrderElementsOf(contents("original"));
    }

    @Test
    void a_memory_is_found_and_shown() throws Exception {
        var stored = cli.run(
                "store", one("found", "Brewing tea at altitude needs patience").toString());
        var id = stored.output().replaceAll("\\D", "").substring(1);
        system.client().states(Long.parseLong(id), Duration.ofSeconds(60));

        var hits = cli.run("search", "--user", USER, "--project", "found", "hot drinks in the mountains");
        var shown = cli.run("show", id);

        assertThat(hits.output()).contains("Brewing tea").contains(id);
        assertThat(shown.output()).containsPattern("vector +stored").containsPattern("graph +stored");
    }

    @Test
    void everything_is_up() throws Exception {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var status = cli.run("status");

            assertThat(status.status()).isZero();
            assertThat(status.output()).containsPattern("chroma +up").containsPattern("graph +following");
        });
    }

    @Test
    void wrong_lines_are_named_and_the_others_stored() throws Exception {
        var file = Files.writeString(folder.resolve("mixed.jsonl"), """
                {"task":"one","user_id":"u","project_id":"mixed","raw_data":{}}
                {"task":"","user_id":"u","project_id":"mixed","raw_data":[],"colour":"blue"}
                {"task":"three"
                """);

        var ended = cli.run("store", file.toString());

        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.errors().lines())
                .contains(
                        "line 2: task must not be blank",
                        "line 2: raw_data must be an object",
                        "line 2: colour is unknown")
                .anyMatch(line -> line.startsWith("line 3: is not valid JSON"));
    }

    @Test
    void what_memlog_refuses_has_its_exit_code() throws Exception {
        assertThat(cli.run("show", "999999999").status()).isEqualTo(3);
        assertThat(cli.run("search", "--user", USER, "--project", "p", "--mode", "best", "tea")
                        .status())
                .isEqualTo(4);
        assertThat(cli.run("jobs", "show", "nonsense").status()).isEqualTo(3);
    }

    @Test
    void an_index_is_sent_its_memories_again() throws Exception {
        cli.run("store", "--user", USER, notes("again", 30).toString());

        var dry = cli.run("replay", "--projection", "vector", "--project", "again", "--dry-run");
        var replayed = cli.run("replay", "--projection", "vector", "--project", "again");

        assertThat(dry.output()).startsWith("30 memory logs match");
        assertThat(replayed.status()).isZero();
        assertThat(replayed.output()).isEqualTo("30 sent, 0 skipped.\n");
        assertThat(cli.run("jobs").output()).contains("replay", "completed");
    }

    @Test
    void a_dead_letter_is_seen_and_brought_to_an_end() throws Exception {
        var stored = cli.run("store", one("poison", "Arsenic and old lace").toString());
        var memory = stored.output().replaceAll("\\D", "").substring(1);
        poison(memory);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> letters(memory, "open").size() == 2);
        var group = cli.run("dead-letters", "groups", "--project", "poison", "--projection", "graph");
        var letter = letters(memory, "open").getFirst();
        var correction = one("poison", "Elderberry wine and old lace");

        var shown = cli.run("dead-letters", "show", letter, "--headers");
        var edited = cli.run("dead-letters", "edit", letter, "--reason", "a typo", "--data", correction.toString());
        var discarded = cli.run(
                "dead-letters", "discard", letters(memory, "open").getFirst(), "--reason", "corrected by the other");
        var again = cli.run("dead-letters", "discard", letter, "--reason", "once more");

        assertThat(group.output()).containsPattern("graph +1 +1 +0 ");
        assertThat(shown.output()).contains("{ this is no JSON", "ce_memoryversion", "failed");
        assertThat(edited.output())
                .isEqualTo("Memory log " + memory + " has version 2 now; the dead letter is superseded.\n");
        assertThat(discarded.status()).isZero();
        assertThat(again.status()).isEqualTo(4);
        assertThat(letters(memory, "open")).isEmpty();
        assertThat(cli.run("show", memory).output()).contains("version 2", "Elderberry");
    }

    /// The memory's next event, damaged on its way.
    private static void poison(String memory) throws Exception {
        try (var producer = new KafkaProducer<>(system.kafka(), new StringSerializer(), new StringSerializer())) {
            var message = new ProducerRecord<>("memory-log-events", memory, "{ this is no JSON");
            Map.of("ce_type", "memory_log.stored", "ce_memoryversion", "1", "ce_userid", USER, "ce_projectid", "poison")
                    .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(message).get();
        }
    }

    private static List<String> letters(String memory, String state) {
        var answer = cli.run("dead-letters", "list", "--memory", memory, "--state", state, "--output", "json");
        return Json.mapper()
                .readTree(answer.output())
                .path("items")
                .valueStream()
                .map(letter -> letter.path("id").stringValue())
                .toList();
    }

    private Path notes(String project, int count) throws IOException {
        var lines = IntStream.range(0, count)
                .mapToObj(i -> """
                        {"task":"note-%d","project_id":"%s","date":"2025-11-13","importance":1.50,"raw_data":{"summary":"Note %d","n":null}}
                        """.formatted(i / 2, project, i / 2))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve(project + ".jsonl"), lines);
    }

    private Path one(String project, String summary) throws IOException {
        return Files.writeString(folder.resolve(project + ".json"), """
                {
                  "task": "tea", "user_id": "%s", "project_id": "%s",
                  "raw_data": {"summary": "%s"}
                }
                """.formatted(USER, project, summary));
    }

    private static List<JsonNode> exported(String project) {
        return cli.run("export", "--user", USER, "--project", project)
                .output()
                .lines()
                .map(Json.mapper()::readTree)
                .toList();
    }

    private static List<String> contents(String project) {
        return exported(project).stream()
                .map(log -> log.path("task") + " " + log.path("importance") + " " + log.path("raw_data"))
                .toList();
    }
}
