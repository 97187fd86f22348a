package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parses JSON, and rejects what PostgreSQL, JSON or UTF-8 cannot carry: NUL, lone surrogates, duplicate
/// members, numbers beyond double, and values that are nested too deep.
final class StrictJson {

    private static final JsonMapper JSON = Json.mapper();
    private static final BigDecimal MAX_NUMBER = new BigDecimal("1.8e308");
    private static final int MAX_DETAIL = 300;

    /// Names of settings in the parser's messages.
    private static final Pattern PARSER_SETTING = Pattern.compile("(: |, | \\()(enable|from) `[^`]*`( to allow)?\\)?");

    private final List<FieldError> errors = new ArrayList<>();
    private final String root;

    /// Where the visit is, below the root.
    private final Deque<Object> path = new ArrayDeque<>();

    private StrictJson(String root) {
        this.root = root;
    }

    /// @param pointer where the text stands in the whole body
    /// @throws ProblemException when it is no JSON, or JSON that is rejected, naming every such place
    static JsonNode parse(String text, String pointer) {
        var tree = tree(text, pointer);
        var check = new StrictJson(pointer);
        check.visit(tree, 1);
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

    /// @param detail may be long, and quote what is no text
    static ProblemException unreadable(String pointer, String detail) {
        var cut = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + "…" : detail;
        var text = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return ProblemException.unreadable(List.of(FieldError.inBody(pointer, text)));
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
                        placeOf(parser.streamReadContext(), pointer),
                        PARSER_SETTING.matcher(e.getOriginalMessage()).replaceAll(""));
            } catch (NumberFormatException e) {
                throw unreadable(
                        placeOf(parser.streamReadContext(), pointer), "is a number that is too large or too small");
            }
        }
    }

    private static String placeOf(TokenStreamContext context, String pointer) {
        Deque<Object> path = new ArrayDeque<>();
        for (var level = context; level != null; level = level.getParent()) {
            if (level.inObject() && level.hasCurrentName()) {
                path.addFirst(level.currentName());
            } else if (level.inArray() && level.hasCurrentIndex()) {
                path.addFirst(level.getCurrentIndex());
            }
        }
        return JsonPointers.of(pointer, path);
    }

    private void visit(JsonNode node, int depth) {
        if (errors.size() >= ProblemException.MAX_ERRORS) {
            return;
        }
        if (node.isContainer() && depth > Json.MAX_DEPTH) {
            addError("is nested deeper than " + Json.MAX_DEPTH);
        } else if (node.isObject()) {
            node.forEachEntry((name, value) -> {
                flawOf(name).ifPresent(flaw -> addError("a member's name " + flaw));
                visit(name, value, depth + 1);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(i, node.get(i), depth + 1);
            }
        } else if (node.isString()) {
            flawOf(node.stringValue()).ifPresent(this::addError);
        } else if (node.isNumber() && node.decimalValue().abs().compareTo(MAX_NUMBER) > 0) {
            addError("is a number beyond 1.8e308");
        }
    }

    private void visit(Object step, JsonNode node, int depth) {
        path.addLast(step);
        visit(node, depth);
        path.removeLast();
    }

    private void addError(String detail) {
        errors.add(FieldError.inBody(JsonPointers.of(root, path), detail));
    }
}
