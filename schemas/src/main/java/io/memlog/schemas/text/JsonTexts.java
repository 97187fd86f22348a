package io.memlog.schemas.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The words in a JSON value of any shape.
public final class JsonTexts {

    private JsonTexts() {}

    /// The texts of a value in their order. A number or truth value counts where it stands by itself or in
    /// a list; as a member of an object it says nothing without its name and is left out.
    ///
    /// @param passedOver members of objects that are not descended into
    public static List<String> in(JsonNode value, Set<String> passedOver) {
        return value.isObject()
                ? members(value, passedOver).toList()
                : words(value, passedOver).toList();
    }

    private static Stream<String> words(JsonNode value, Set<String> passedOver) {
        if (value.isString()) {
            return Stream.of(value.stringValue());
        }
        if (value.isNumber() || value.isBoolean()) {
            return Stream.of(value.asString());
        }
        if (value.isArray()) {
            return value.valueStream().flatMap(element -> words(element, passedOver));
        }
        return value.isObject() ? members(value, passedOver) : Stream.empty();
    }

    private static Stream<String> members(JsonNode object, Set<String> passedOver) {
        return object.propertyStream()
                .filter(member -> !passedOver.contains(member.getKey()))
                .filter(member ->
                        member.getValue().isString() || member.getValue().isContainer())
                .flatMap(member -> words(member.getValue(), passedOver));
    }
}
