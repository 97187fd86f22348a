package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Finds every place of a JSON tree that holds what we do not take: NUL, lone surrogates, numbers beyond
/// double, or values that are nested too deep.
final class JsonTreeValidator {

    private static final BigDecimal LARGEST = new BigDecimal("1.8e308");
    private static final int MOST_ERRORS = 100;

    private final int deepest;
    private final List<FieldError> errors = new ArrayList<>();

    private JsonTreeValidator(int deepest) {
        this.deepest = deepest;
    }

    static List<FieldError> errorsIn(JsonNode tree, JsonPointerFragment at) {
        var check = new JsonTreeValidator(Json.MAX_DEPTH);
        check.visit(tree, at, 1);
        return check.errors;
    }

    private void visit(JsonNode node, JsonPointerFragment at, int depth) {
        if (errors.size() >= MOST_ERRORS) {
            return;
        }
        if (node.isContainer() && depth > deepest) {
            report(at, "is nested deeper than " + deepest);
        } else if (node.isObject()) {
            node.forEachEntry((name, value) -> {
                TextRules.flawOf(name).ifPresent(flaw -> report(at, "a member's name " + flaw));
                visit(value, at.member(name), depth + 1);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(node.get(i), at.element(i), depth + 1);
            }
        } else if (node.isString()) {
            TextRules.flawOf(node.stringValue()).ifPresent(flaw -> report(at, flaw));
        } else if (node.isNumber() && node.decimalValue().abs().compareTo(LARGEST) > 0) {
            report(at, "is a number beyond 1.8e308");
        }
    }

    private void report(JsonPointerFragment at, String detail) {
        errors.add(FieldError.inBody(at.text(), detail));
    }
}
