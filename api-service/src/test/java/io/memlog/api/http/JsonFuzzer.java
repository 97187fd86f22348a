package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/// Generates JSON that a schema of the contract allows, and mutates it. A value is a map, a list, a text, a
/// number as it is written, a boolean or null.
final class JsonFuzzer {

    private static final JsonNode SCHEMAS = contract().at("/components/schemas");
    private static final JsonFactory FACTORY = new JsonFactory();

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "1",
            "-1",
            "1.0",
            "1.50",
            "1e2",
            "1E+2",
            "12e-1",
            "0.1",
            "100",
            "9007199254740993",
            "9223372036854775807",
            "1e308",
            "-1.7e308",
            "5e-324",
            "0.30000000000000000000004");
    private static final List<String> WRONG_NUMBERS =
            List.of("1e400", "-1e309", "1e99999999999", "9".repeat(400), "-1");
    private static final List<String> DATES = List.of(
            "2025-11-13",
            "2025-11-13T08:30:00Z",
            "2025-11-13T08:30:00.123456789+02:00",
            "0001-01-01",
            "9999-12-31",
            "2024-02-29",
            "2025-11-13T08:30");
    private static final List<String> TEXTS = List.of(
            "a",
            "to be or not to be",
            "é",
            "日本語",
            "🌅🧠",
            "\"\\/",
            "\t\n\r",
            "<script>",
            "'; drop table event; --",
            "%s",
            "\u2028\u2029",
            "a\u0301",
            "\u200d",
            "\ufeff",
            "\u007f\u0080",
            "null",
            "{}",
            "$ref",
            "\uffff");
    private static final List<String> FLAWED_TEXTS =
            List.of("", " ", "\u00a0", "\u0000", "a\u0000b", "\ud800", "\udc00\ud800", "x".repeat(9_000));

    private final RandomGenerator random;

    JsonFuzzer(RandomGenerator random) {
        this.random = random;
    }

    /// A value that the schema allows.
    @Nullable
    Object valid(String schema) {
        return valid(SCHEMAS.path(schema));
    }

    private @Nullable Object valid(JsonNode schema) {
        if (schema.has("$ref")) {
            var reference = schema.get("$ref").stringValue();
            return valid(reference.substring(reference.lastIndexOf('/') + 1));
        }
        if (schema.has("enum")) {
            var constants = schema.get("enum");
            var constant = constants.get(random.nextInt(constants.size()));
            return constant.isNull() ? null : constant.stringValue();
        }
        return switch (type(schema)) {
            case "object" -> schema.has("properties") ? object(schema) : members(3);
            case "array" -> array(schema);
            case "string" -> text(schema);
            case "integer" -> WrittenNumber.of(number(schema));
            case "number" -> decimal(schema);
            case "boolean" -> random.nextBoolean();
            case "null" -> null;
            default -> any(3);
        };
    }

    private String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.get(random.nextInt(type.size())).stringValue() : type.asString("any");
    }

    private Map<String, @Nullable Object> object(JsonNode schema) {
        var required =
                schema.path("required").valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        schema.get("properties").forEachEntry((name, member) -> {
            if (required.contains(name) || random.nextInt(3) == 0) {
                object.put(name, valid(member));
            }
        });
        return object;
    }

    private List<@Nullable Object> array(JsonNode schema) {
        List<@Nullable Object> array = new ArrayList<>();
        for (int i = schema.path("minItems").asInt(0) + random.nextInt(3); i > 0; i--) {
            array.add(valid(schema.get("items")));
        }
        return array;
    }

    private String text(JsonNode schema) {
        if (schema.path("format").asString("").startsWith("date")) {
            return schema.get("format").stringValue().equals("date-time") ? "2099-01-01T00:00:00Z" : any(DATES);
        }
        return switch (schema.path("pattern").asString("")) {
            case "^[!-~]+$" -> "key-" + random.nextLong();
            case "^[0-9a-f]{16}$" -> String.format("%016x", random.nextLong());
            default -> {
                var text = any(TEXTS) + (random.nextInt(4) == 0 ? any(TEXTS) : "");
                yield text.isBlank() || text.equals("\u2028\u2029") ? "t" + text : text;
            }
        };
    }

    private long number(JsonNode schema) {
        var min = schema.path("minimum").asLong(0);
        var max = schema.path("maximum").asLong(1_000);
        return random.nextInt(5) == 0 ? max : random.nextLong(min, Math.min(max, min + 100) + 1);
    }

    private WrittenNumber decimal(JsonNode schema) {
        if (!schema.has("maximum")) {
            return new WrittenNumber(any(NUMBERS));
        }
        return new WrittenNumber(any(List.of("0", "1", "-0", "-0.0", "0.50", "1e0", "10e-1", "0.1")));
    }

    private @Nullable Object any(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> new WrittenNumber(any(NUMBERS));
            case 4, 5 -> any(TEXTS);
            case 6 -> members(depth - 1);
            default -> {
                List<@Nullable Object> array = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(any(depth - 1));
                }
                yield array;
            }
        };
    }

    private Map<String, @Nullable Object> members(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put(random.nextInt(8) == 0 ? "" : any(TEXTS) + random.nextInt(10), any(depth));
        }
        return object;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// A copy in which one value is another, missing or added.
    @Nullable
    Object mutated(@Nullable Object value) {
        if (value instanceof Map<?, ?> object && !object.isEmpty() && random.nextInt(6) > 0) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            var place = random.nextInt(object.size() + 1);
            int at = 0;
            for (var member : object.entrySet()) {
                var name = (String) member.getKey();
                if (at++ != place) {
                    copy.put(name, member.getValue());
                } else if (random.nextInt(4) > 0) {
                    copy.put(random.nextInt(12) == 0 ? any(FLAWED_TEXTS) : name, mutated(member.getValue()));
                }
            }
            if (place == object.size()) {
                copy.put(any(TEXTS), any(2));
            }
            return copy;
        }
        if (value instanceof List<?> array && !array.isEmpty() && random.nextBoolean()) {
            List<@Nullable Object> copy = new ArrayList<>(array);
            var place = random.nextInt(array.size());
            copy.set(place, mutated(copy.get(place)));
            return copy;
        }
        return switch (random.nextInt(6)) {
            case 0 -> any(FLAWED_TEXTS);
            case 1 -> new WrittenNumber(any(WRONG_NUMBERS));
            case 2 -> nested(random.nextInt(90, 110));
            case 3 -> null;
            default -> any(3);
        };
    }

    private Object nested(int depth) {
        Object value = "deep";
        for (int i = 0; i < depth; i++) {
            value = random.nextBoolean() ? List.of(value) : Map.of("a", value);
        }
        return value;
    }

    /// The text of a value in bytes that are no JSON any more, or in other bytes.
    byte[] mangled(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(9)) {
            case 0 -> json.substring(0, random.nextInt(json.length())).getBytes(StandardCharsets.UTF_8);
            case 1 -> json.getBytes(StandardCharsets.UTF_16);
            case 2 -> json.getBytes(StandardCharsets.UTF_16LE);
            case 3 -> json.getBytes(StandardCharsets.ISO_8859_1);
            case 4 -> ("\ufeff" + json).getBytes(StandardCharsets.UTF_8);
            case 5 -> (json + any(List.of(json, ",", "}", "\u0000", " ", "/**/"))).getBytes(StandardCharsets.UTF_8);
            case 6 -> json.replaceFirst("\\{(\"[^\"]*\":)", "{$1null,$1").getBytes(StandardCharsets.UTF_8);
            case 7 ->
                json.replaceFirst(":", any(List.of("::", ":NaN,", ":01,", ": ", ":'", ":+")))
                        .getBytes(StandardCharsets.UTF_8);
            default -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                yield bytes;
            }
        };
    }

    /// The text of a value, in which some characters are escaped.
    String write(@Nullable Object value) {
        var json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private void write(@Nullable Object value, StringBuilder json) {
        switch (value) {
            case Map<?, ?> object -> {
                var separator = "{";
                for (var member : object.entrySet()) {
                    json.append(separator);
                    write(member.getKey(), json);
                    json.append(random.nextInt(20) == 0 ? " : " : ":");
                    write(member.getValue(), json);
                    separator = ",";
                }
                json.append(object.isEmpty() ? "{}" : "}");
            }
            case List<?> array -> {
                var separator = "[";
                for (var element : array) {
                    json.append(separator);
                    write(element, json);
                    separator = ",";
                }
                json.append(array.isEmpty() ? "[]" : "]");
            }
            case String text -> writeText(text, json);
            case null, default -> json.append(value);
        }
    }

    private void writeText(String text, StringBuilder json) {
        json.append('"');
        var escapeAll = random.nextInt(4) == 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            var isPair = Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair && !escapeAll) {
                json.append(character).append(text.charAt(++i));
            } else if (escapeAll
                    || character < 0x20
                    || character == '"'
                    || character == '\\'
                    || Character.isSurrogate(character)) {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        json.append('"');
    }

    /// Parses JSON into a value, each number with its spelling.
    static @Nullable Object parse(String json) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return parse(parser);
        }
    }

    private static @Nullable Object parse(JsonParser parser) {
        return switch (Objects.requireNonNull(parser.currentToken())) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    object.put(name, parse(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(parse(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new WrittenNumber(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static JsonNode contract() {
        try (var file = JsonFuzzer.class.getResourceAsStream("/openapi/openapi.json")) {
            return Json.mapper().readTree(Objects.requireNonNull(file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A number as it is written.
    record WrittenNumber(String text) {

        static WrittenNumber of(long value) {
            return new WrittenNumber(Long.toString(value));
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
