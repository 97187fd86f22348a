package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Exports of every format, imported into the whole system.
class ImportIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "ada";
    private static final String PROJECT = "imported";

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
    void exports_of_every_format_are_imported_once_and_found() throws Exception {
        var texts = writeExports();

        var first = imported();
        var second = imported();

        assertThat(first.path("stored").intValue()).as(first.toString()).isEqualTo(texts.size());
        assertThat(first.path("errors")).isEmpty();
        assertThat(second.path("stored").intValue()).as(second.toString()).isZero();
        assertThat(second.path("duplicates").intValue()).isEqualTo(texts.size());
        for (var id : first.path("ids")) {
            assertThat(system.client().states(id.longValue(), PATIENCE)).containsOnly("stored");
        }
        texts.forEach((text, format) -> {
            var hit = search(text);
            assertThat(hit.path("document").asString("")).as(format).contains(text);
            assertThat(hit.path("document").asString("")).as(format).doesNotContain("import_source", "1f0c-id");
        });
        assertThat(exported("import:chatgpt")).hasLineCount(1).contains("The kettle whistles at dawn");
    }

    /// @return the text of the one memory in each file, and its format
    private Map<String, String> writeExports() throws IOException {
        var texts = new LinkedHashMap<String, String>();
        write(texts, "mcp-memory", "graph.jsonl", "Grinds coffee by hand", """
                {"type":"entity","name":"Ada","entityType":"person","observations":["%s"]}""");
        write(texts, "mem0", "dump.json", "Allergic to walnuts", """
                {"results":[{"id":"1f0c-id","memory":"%s","created_at":"2025-01-02T03:04:05-07:00"}]}""");
        write(texts, "mem0-markdown", "export.md", "Deploys only on Tuesdays", """
                ---
                id: 1f0c-id
                type: decision
                ---
                %s
                """);
        write(texts, "letta", "agent.af", "The human collects stamps", """
                {"agents":[],"blocks":[{"id":"1f0c-id","label":"human","value":"%s"}]}""");
        write(texts, "chatgpt", "chats.json", "The kettle whistles at dawn", """
                [{"title":"Morning","conversation_id":"1f0c-id","current_node":"n","mapping":{"n":{"message":
                  {"author":{"role":"user"},"create_time":1700000000.5,"content":{"parts":["%s"]}},"parent":null}}}]""");
        write(texts, "claude", "claude.json", "Violins need rosin", """
                [{"uuid":"1f0c-id","name":"Music","chat_messages":[{"uuid":"m","sender":"human",
                  "content":[{"type":"text","text":"%s"}]}]}]""");
        write(texts, "claude-projects", "projects.json", "Charts of the northern sea", """
                [{"uuid":"1f0c-id","name":"Voyages","description":"%s","docs":[]}]""");
        write(texts, "langgraph", "store.json", "Prefers window seats", """
                [{"namespace":["memories","a.b"],"key":"1f0c-id","value":{"content":"%s"}}]""");
        write(texts, "markdown", "rules/.cursorrules", "Never commit on Fridays", "%s");
        writeTransfer();
        texts.put("Penguins cannot fly", "hindsight");
        return texts;
    }

    private void write(Map<String, String> texts, String format, String name, String text, String template)
            throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, template.formatted(text));
        texts.put(text, format);
    }

    private void writeTransfer() throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bank.zip")))) {
            for (var entry :
                    Map.of("manifest.json", """
                    {"schema_version":1,"source_bank_id":"b"}""", "documents/000000.json", """
                    {"id":"1f0c-id","facts":[{"text":"Penguins cannot fly","fact_type":"world"}]}""").entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private JsonNode imported() {
        var ended = cli.run("import", "-u", USER, "-p", PROJECT, "-o", "json", folder.toString());
        assertThat(ended.status()).as(ended.errors()).isZero();
        return Json.mapper().readTree(ended.output());
    }

    private static JsonNode search(String text) {
        var hits = cli.run("search", "-u", USER, "-p", PROJECT, "-o", "json", text);
        assertThat(hits.status()).as(hits.errors()).isZero();
        return Json.mapper().readTree(hits.output()).path(0);
    }

    private static String exported(String request) {
        return cli.run("export", "-u", USER, "-p", PROJECT, "--request", request)
                .output()
                .strip();
    }
}
