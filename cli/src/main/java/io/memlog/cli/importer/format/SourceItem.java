package io.memlog.cli.importer.format;

import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.text.JsonTexts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An item of an exported file, and the memory log that it becomes. What has no place of its own in a memory log is
/// kept in `raw_data.import_source`, with the id that the item has where it comes from.
public final class SourceItem {

    /// How large a memory log may be as JSON.
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_TASK_CODE_POINTS = 512;
    private static final int MAX_EXCERPT_CODE_POINTS = 120;
    private static final int NANO_DIGITS = 9;

    /// More than a time in seconds has; numbers with large exponents take long to convert.
    private static final int MAX_DIGITS = 40;
    private static final ObjectWriter SORTED = Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private final String kind;
    private final String name;
    private final List<String> id;
    private final ObjectNode log = Json.mapper().createObjectNode();
    private final ObjectNode rawData = Json.mapper().createObjectNode();
    private final ObjectNode members = Json.mapper().createObjectNode();
    private final List<String> warnings = new ArrayList<>();
    private String text = "";

    /// @param name the item for people
    /// @param id what identifies the item among all of its kind, now and in a later export
    SourceItem(String kind, String name, String... id) {
        this.kind = kind;
        this.name = name;
        this.id = List.of(id);
    }

    /// The title; without one, the task is the beginning of the text. A title that is longer than a task is kept.
    SourceItem title(String title) {
        if (!title.isBlank()) {
            log.put("task", cut(title.strip(), MAX_TASK_CODE_POINTS));
            if (!log.path("task").stringValue().equals(title)) {
                members.put("title", title);
            }
        }
        return this;
    }

    SourceItem text(String words) {
        this.text = words;
        if (!words.isBlank()) {
            rawData.put("summary", words);
        }
        return this;
    }

    SourceItem tags(Collection<String> tags) {
        var array = rawData.arrayNode();
        tags.stream().filter(tag -> !tag.isBlank()).distinct().forEach(array::add);
        if (!array.isEmpty()) {
            rawData.set("tags", array);
        }
        return this;
    }

    SourceItem agent(String agent) {
        return put("agent", agent);
    }

    SourceItem user(String user) {
        return put("user_id", user);
    }

    SourceItem conversation(String conversation) {
        return put("conversation_id", conversation);
    }

    /// The first of these that is there: an ISO date or date-time, or seconds since 1970.
    SourceItem date(JsonNode... candidates) {
        for (var candidate : candidates) {
            if (!string(candidate).isBlank()) {
                try {
                    log.put("date", parse(candidate).text());
                } catch (DateTimeException | ArithmeticException e) {
                    warnings.add("has a date that is none (" + cut(string(candidate), MAX_EXCERPT_CODE_POINTS)
                            + "); it is dated by the day of the import");
                }
                return this;
            }
        }
        return this;
    }

    /// A member of `raw_data`, unless it is missing or empty.
    SourceItem raw(String member, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull() && !(value.isContainer() && value.isEmpty())) {
            rawData.set(member, value);
        }
        return this;
    }

    /// Keeps all members but those that are known.
    SourceItem others(JsonNode object, Set<String> known) {
        object.forEachEntry((member, value) -> {
            if (!known.contains(member)) {
                members.set(member, value);
            }
        });
        return this;
    }

    /// Keeps one more value of the source, unless it is missing or empty.
    SourceItem keep(String member, JsonNode value) {
        if (!value.isMissingNode() && !(value.isContainer() && value.isEmpty())) {
            members.set(member, value);
        }
        return this;
    }

    public String kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /// What is not quite as it should be, and does not keep it from becoming a memory.
    public List<String> warnings() {
        return warnings;
    }

    /// The memory log, without a project and an idempotency key.
    public ObjectNode log(String format) {
        var result = log.deepCopy();
        if (!result.has("task")) {
            result.put("task", text.isBlank() ? cut(name, MAX_TASK_CODE_POINTS) : excerpt(text));
        }
        var source = Json.mapper().createObjectNode().put("format", format).put("kind", kind);
        source.set("id", idNode());
        source.put("hash", contentHash());
        if (!members.isEmpty()) {
            source.set("members", members);
        }
        result.set("raw_data", rawData.deepCopy().set(JsonTexts.IMPORT_SOURCE, source));
        return result;
    }

    /// The same for the same content, wherever its labels and what the source says about it differ.
    private String contentHash() {
        var content = log.deepCopy().without("task");
        return Sha256.hex(SORTED.writeValueAsBytes(content.set("raw_data", rawData)));
    }

    private JsonNode idNode() {
        if (id.size() == 1) {
            return rawData.stringNode(id.getFirst());
        }
        ArrayNode all = rawData.arrayNode();
        id.forEach(all::add);
        return all;
    }

    private SourceItem put(String member, String value) {
        if (!value.isBlank()) {
            log.put(member, value);
        }
        return this;
    }

    private static MemoryDate parse(JsonNode value) {
        if (!value.isNumber()) {
            return MemoryDate.parse(value.asString().strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) (?=\\d)", "$1T"));
        }
        BigDecimal seconds = value.decimalValue();
        if (seconds.precision() > MAX_DIGITS || Math.abs((long) seconds.scale()) > MAX_DIGITS) {
            throw new DateTimeException("not a number of seconds");
        }
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        var nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue();
        return MemoryDate.parse(
                Instant.ofEpochSecond(whole.longValueExact(), nanos).toString());
    }

    /// The first line with words, if need be its beginning.
    static String excerpt(String text) {
        var line = text.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
        return cut(line, MAX_EXCERPT_CODE_POINTS);
    }

    private static String cut(String text, int maxCodePoints) {
        return text.codePointCount(0, text.length()) <= maxCodePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, maxCodePoints - 1)) + "…";
    }

    /// The text of a member that is a string or number, and else nothing.
    static String string(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isContainer() ? "" : value.asString("");
    }
}
