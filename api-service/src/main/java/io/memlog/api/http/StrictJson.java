package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parses JSON, and rejects what PostgreSQL, JSON or UTF-8 cannot carry: NUL, lone surrogates, duplicate
/// members, numbers beyond double, and values that are nested too deep.
final class StrictJson {

    private static final JsonMapper JSON = Json.mapper();
    private static final BigDecimal MAX_NUMBER = new BigDecimal("1.8e308");
    private static final int MAX_ERRORS = 100;

    /// Names of settings in the parser's messages.
    private static final Pattern PARSER_SETTING = Pattern.compile("(: |, | \\()(enable|from) `[^`]*`( to allow)?\\)?");

    private final List<FieldError> errors = new ArrayList<>();

    private StrictJson() {}

    /// @param pointer where the text stands in the whole body
    /// @throws ProblemException when it is no JSON, or JSON that is rejected, naming every such place
    static JsonNode parse(String text, String pointer) {
        var tree = tree(text, pointer);
        var check = new StrictJson();
        check.visit(tree, pointer, 1);
        ProblemException.throwIfInvalid(check.errors);
        return tree;
    }

    /// The reason why a text is rejected, if it is.
    static Optional<String> flawOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                return Optional.of("contains a NUL character");
            }
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(character)) {
                return Optional.of("contains a lone surrogate");
            }
        }
        return Optional.empty();
    }

    static ProblemException unreadable(String pointer, String detail) {
        return ProblemException.unreadable(List.of(FieldError.inBody(pointer, detail)));
    }

    private static JsonNode tree(String text, String pointer) {
        try (JsonParser parser = JSON.createParser(text)) {
            try {
                JsonNode tree = JSON.readTree(parser);
                if (tree == null || tree.isMissingNode()) {
                    throw unreadable(pointer, "is empty");
                }
                if (parser.nextToken() != null) {
                    throw unreadable(pointer, "contains more than one JSON value");
                }
                return tree;
            } catch (JacksonException e) {
                throw unreadable(
                        pointer + parser.streamReadContext().pathAsPointer(),
                        PARSER_SETTING.matcher(e.getOriginalMessage()).replaceAll(""));
            } catch (NumberFormatException e) {
                throw unreadable(
                        pointer + parser.streamReadContext().pathAsPointer(),
                        "is a number that is too large or too small");
            }
        }
    }

    private void visit(JsonNode node, String pointer, int depth) {
        if (errors.size() >= MAX_ERRORS) {
            return;
        }
        if (node.isContainer() && depth > Json.MAX_DEPTH) {
            addError(pointer, "is nested deeper than " + Json.MAX_DEPTH);
        } else if (node.isObject()) {
            node.forEachEntry((name, value) -> {
                flawOf(name).ifPresent(flaw -> addError(pointer, "a member's name " + flaw));
                visit(value, JsonPointers.member(pointer, name), depth + 1);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(node.get(i), pointer + "/" + i, depth + 1);
            }
        } else if (node.isString()) {
            flawOf(node.stringValue()).ifPresent(flaw -> addError(pointer, flaw));
        } else if (node.isNumber() && node.decimalValue().abs().compareTo(MAX_NUMBER) > 0) {
            addError(pointer, "is a number beyond 1.8e308");
        }
    }

    private void addError(String pointer, String detail) {
        errors.add(FieldError.inBody(pointer, detail));
    }
}
