package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The ZIP archive by which Hindsight transfers documents or a bank: each document is an item, and so is each fact. A
/// document that is too large for a memory is imported by its chunks.
final class HindsightTransfer implements ExportFormat {

    private static final String MANIFEST = "manifest.json";
    private static final int SCHEMA_VERSION = 1;
    private static final Pattern DOCUMENT = Pattern.compile("documents/[^/]+\\.json");
    private static final Set<String> OF_DOCUMENT = Set.of("original_text", "tags", "chunks", "facts");
    private static final Set<String> OF_CHUNK = Set.of("chunk_text");
    private static final Set<String> OF_FACT = Set.of("text", "context", "metadata", "tags", "entities");

    @Override
    public String name() {
        return "hindsight";
    }

    @Override
    public boolean matches(Sample start) {
        return start.isZip();
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        try (var zip = new ZipArchive(file, ZipArchive.Limits.DEFAULT)) {
            var manifest = zip.entry(MANIFEST)
                    .orElseThrow(() -> new RefusedFileException("is a ZIP archive without " + MANIFEST
                            + ", so none that Hindsight transfers (a backup of hindsight-admin is another format)"));
            var bank = readManifest(zip.read(manifest));
            for (var entry : zip.entries()) {
                if (DOCUMENT.matcher(entry.getName()).matches()) {
                    try {
                        readDocument(parse(zip.read(entry)), bank, entry.getName(), sink);
                    } catch (JacksonException e) {
                        sink.invalid("document", entry.getName(), "is not valid JSON: " + e.getOriginalMessage());
                    }
                } else if (!entry.getName().equals(MANIFEST) && !entry.isDirectory()) {
                    sink.skip("entry", entry.getName(), "is no document");
                }
            }
        }
    }

    /// @return the bank that it comes from
    private static String readManifest(byte[] json) throws RefusedFileException {
        JsonNode manifest;
        try {
            manifest = parse(json);
        } catch (JacksonException e) {
            throw new RefusedFileException("has a " + MANIFEST + " that is not valid JSON: " + e.getOriginalMessage());
        }
        var version = manifest.path("schema_version");
        if (!version.isIntegralNumber() || version.asInt(0) != SCHEMA_VERSION) {
            throw new RefusedFileException(
                    "has the schema version " + version + "; " + SCHEMA_VERSION + " is the one that is known");
        }
        return string(manifest.get("source_bank_id"));
    }

    private static void readDocument(JsonNode document, String bank, String entry, ItemSink sink)
            throws InterruptedException {
        var id = string(document.get("id"));
        if (id.isEmpty()) {
            sink.invalid("document", entry, "has no id");
            return;
        }
        var tags = texts(decoded(document.path("tags")));
        var chunks = decoded(document.path("chunks"));
        var text = string(document.get("original_text"));
        var isWhole = !text.isBlank() && (chunks.isEmpty() || fits(text));
        if (isWhole) {
            sink.add(new SourceItem("document", id, bank, id)
                    .text(text)
                    .tags(tags)
                    .date(document.path("created_at"))
                    .others(document, OF_DOCUMENT)
                    .keep("bank", Json.mapper().getNodeFactory().stringNode(bank)));
        } else if (chunks.isEmpty()) {
            sink.skip("document", id, "has no text");
        }
        for (var chunk : chunks) {
            var number = string(chunk.get("chunk_index"));
            if (isWhole) {
                sink.skip("chunk", id + " " + number, "repeats the text of its document");
            } else {
                sink.add(new SourceItem("chunk", id + " " + number, bank, id, number)
                        .text(string(chunk.get("chunk_text")))
                        .tags(tags)
                        .date(document.path("created_at"))
                        .others(chunk, OF_CHUNK));
            }
        }
        readFacts(decoded(document.path("facts")), id, bank, sink);
    }

    /// Facts have no ids; their text is theirs in the document, with the number of equal ones before.
    private static void readFacts(JsonNode facts, String document, String bank, ItemSink sink)
            throws InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < facts.size(); i++) {
            var fact = facts.path(i);
            var text = string(fact.get("text"));
            if (text.isBlank()) {
                sink.invalid("fact", document + ", fact " + i, "has no text");
                continue;
            }
            var type = string(fact.get("fact_type"));
            var number = counts.merge(type + "\n" + text, 1, Integer::sum);
            sink.add(new SourceItem(
                            "fact", SourceItem.excerpt(text), bank, document, type, text, Integer.toString(number))
                    .text(text)
                    .tags(texts(decoded(fact.path("tags"))))
                    .date(
                            fact.path("occurred_start"),
                            fact.path("event_date"),
                            fact.path("mentioned_at"),
                            fact.path("created_at"))
                    .raw("context", fact.path("context"))
                    .raw("metadata", decoded(fact.path("metadata")))
                    .raw("entities", decoded(fact.path("entities")))
                    .others(fact, OF_FACT)
                    .keep("index", Json.mapper().getNodeFactory().numberNode(i)));
        }
    }

    /// Whether a text leaves room for the rest of a memory.
    private static boolean fits(String text) {
        return Json.mapper().writeValueAsBytes(text).length < SourceItem.MAX_BYTES * 3 / 4;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(SourceItem::string).toList();
    }

    private static JsonNode parse(byte[] json) {
        return decoded(Json.mapper().readTree(json));
    }

    /// JSON that is in a JSON string is taken out of it.
    private static JsonNode decoded(JsonNode value) {
        var text = value.isString() ? value.stringValue().strip() : "";
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return value;
        }
        try {
            return Json.mapper().readTree(text.getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return value;
        }
    }
}
