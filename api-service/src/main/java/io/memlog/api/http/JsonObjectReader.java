package io.memlog.api.http;

import io.memlog.schemas.memory.MemoryDate;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The members of one JSON object, read one by one; what is wrong is collected, so that all of it is told
/// at once. A null counts as missing. After a wrong member a stand-in is returned: ask [#throwIfInvalid]
/// before using any.
public final class JsonObjectReader {

    private final JsonNode object;
    private final String at;
    private final List<FieldError> errors;

    private JsonObjectReader(JsonNode object, String at, List<FieldError> errors) {
        this.object = object;
        this.at = at;
        this.errors = errors;
    }

    /// @throws ProblemException when the body is no object
    public static JsonObjectReader of(JsonNode body) {
        return of(body, JsonPointers.ROOT);
    }

    static JsonObjectReader of(JsonNode value, String at) {
        if (!value.isObject()) {
            throw ProblemException.invalid(FieldError.inBody(at, "is to be a JSON object"));
        }
        return new JsonObjectReader(value, at, new ArrayList<>());
    }

    /// Every member of another name is wrong.
    public JsonObjectReader allowOnly(Set<String> names) {
        object.propertyNames().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> addError(name, "is not known here"));
        return this;
    }

    public String requiredText(String name, int longest) {
        var text = text(name, longest);
        if (text == null) {
            if (isAbsent(name)) {
                addError(name, "is required");
            }
            return "";
        }
        if (QueryParameters.isBlank(text)) {
            addError(name, "must not be blank");
        }
        return text;
    }

    public @Nullable String text(String name, int longest) {
        return value(name, JsonNode::isString, "a text", JsonNode::stringValue)
                .filter(text -> {
                    var fits = QueryParameters.length(text) <= longest;
                    if (!fits) {
                        addError(name, "is longer than " + longest + " characters");
                    }
                    return fits;
                })
                .orElse(null);
    }

    public @Nullable BigDecimal number(String name, long least, long most) {
        return value(name, JsonNode::isNumber, "a number", JsonNode::decimalValue)
                .filter(number -> {
                    var fits = number.compareTo(BigDecimal.valueOf(least)) >= 0
                            && number.compareTo(BigDecimal.valueOf(most)) <= 0;
                    if (!fits) {
                        addError(name, "lies between " + least + " and " + most);
                    }
                    return fits;
                })
                .orElse(null);
    }

    public int wholeNumber(String name, int least, int most, int otherwise) {
        var number = number(name, least, most);
        if (number == null) {
            return otherwise;
        }
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            addError(name, "is to be a whole number");
            return otherwise;
        }
    }

    /// Whether the member is true; a missing one is not.
    public boolean flag(String name) {
        return value(name, JsonNode::isBoolean, "true or false", JsonNode::booleanValue)
                .orElse(false);
    }

    public @Nullable MemoryDate date(String name) {
        return value(name, JsonNode::isString, "a text", JsonNode::stringValue)
                .flatMap(text -> {
                    try {
                        return Optional.of(MemoryDate.parse(text));
                    } catch (DateTimeException e) {
                        addError(name, "is to be an ISO date or date-time, such as 2025-11-13 or 2025-11-13T08:30:00Z");
                        return Optional.empty();
                    }
                })
                .orElse(null);
    }

    public List<String> texts(String name, int mostTexts, int longest) {
        var found = new ArrayList<String>();
        value(name, JsonNode::isArray, "a list of texts", Function.identity()).ifPresent(list -> {
            if (list.size() > mostTexts) {
                addError(name, "has more than " + mostTexts + " elements");
                return;
            }
            for (int i = 0; i < list.size(); i++) {
                var element = list.get(i);
                if (!element.isString()) {
                    addErrorAt(JsonPointers.member(at, name) + "/" + i, "is to be a text");
                } else if (QueryParameters.length(element.stringValue()) > longest) {
                    addErrorAt(JsonPointers.member(at, name) + "/" + i, "is longer than " + longest + " characters");
                } else {
                    found.add(element.stringValue());
                }
            }
        });
        return found;
    }

    public List<Long> ids(String name, int most) {
        var found = new ArrayList<Long>();
        value(name, JsonNode::isArray, "a list of memory ids", Function.identity())
                .ifPresent(list -> {
                    if (list.size() > most) {
                        addError(name, "has more than " + most + " elements");
                        return;
                    }
                    for (int i = 0; i < list.size(); i++) {
                        var element = list.get(i);
                        if (element.isIntegralNumber() && element.canConvertToLong() && element.longValue() > 0) {
                            found.add(element.longValue());
                        } else {
                            addErrorAt(JsonPointers.member(at, name) + "/" + i, "is to be a memory id");
                        }
                    }
                });
        return found;
    }

    public JsonNode requiredObject(String name) {
        if (isAbsent(name)) {
            addError(name, "is required");
            return object;
        }
        return value(name, JsonNode::isObject, "an object", Function.identity()).orElse(object);
    }

    /// The members of an object within this one; a missing one has no members.
    public JsonObjectReader within(String name) {
        var inner = value(name, JsonNode::isObject, "an object", Function.<JsonNode>identity())
                .orElseGet(JsonNodeFactory.instance::objectNode);
        return new JsonObjectReader(inner, JsonPointers.member(at, name), errors);
    }

    /// The former name of [#allowOnly].
    public JsonObjectReader only(Set<String> names) {
        return allowOnly(names);
    }

    /// The former name of [#addError].
    public void report(String name, String detail) {
        addError(name, detail);
    }

    /// The former name of [#throwIfInvalid].
    public void rejectIfWrong() {
        throwIfInvalid();
    }

    public void addError(String name, String detail) {
        addErrorAt(JsonPointers.member(at, name), detail);
    }

    /// @throws ProblemException when anything was wrong, naming all of it
    public void throwIfInvalid() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private <T> Optional<T> value(
            String name, java.util.function.Predicate<JsonNode> is, String kind, Function<JsonNode, T> read) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        var value = object.get(name);
        if (!is.test(value)) {
            addError(name, "is to be " + kind);
            return Optional.empty();
        }
        return Optional.of(read.apply(value));
    }

    private boolean isAbsent(String name) {
        return object.path(name).isMissingNode() || object.path(name).isNull();
    }

    private void addErrorAt(String pointer, String detail) {
        errors.add(FieldError.inBody(pointer, detail));
    }
}
