package io.memlog.schemas.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The texts in a JSON value of any shape.
public final class JsonTexts {

    /// Members of `raw_data` that list names instead of prose.
    public static final Set<String> NAME_LISTS =
            Set.of("tags", "related_tasks", "files_touched", "files", "files_changed");

    /// The member of `raw_data` that says where an imported memory comes from: ids and labels, not prose.
    public static final String IMPORT_SOURCE = "import_source";

    private static final List<String> MAIN_MEMBERS =
            List.of("summary", "root_cause", "solution", "lesson", "validation", "gotchas", "component");

    private JsonTexts() {}

    /// The texts of `raw_data` that say most, the most relevant first.
    public static Stream<String> main(JsonNode rawData) {
        return MAIN_MEMBERS.stream().flatMap(member -> in(rawData.path(member), NAME_LISTS).stream());
    }

    /// The other texts of `raw_data`, without its lists of names and what an import says about its source.
    public static Stream<String> others(JsonNode rawData) {
        return rawData.propertyStream()
                .filter(member -> !MAIN_MEMBERS.contains(member.getKey())
                        && !NAME_LISTS.contains(member.getKey())
                        && !member.getKey().equals(IMPORT_SOURCE))
                .flatMap(member -> in(member.getValue(), NAME_LISTS).stream());
    }

    /// The texts of a value, in order. A number or boolean counts by itself or in an array; as a member of an
    /// object it is meaningless without its name and is left out.
    ///
    /// @param skipped members of objects that are skipped
    public static List<String> in(JsonNode value, Set<String> skipped) {
        return value.isObject()
                ? members(value, skipped).toList()
                : texts(value, skipped).toList();
    }

    private static Stream<String> texts(JsonNode value, Set<String> skipped) {
        if (value.isString()) {
            return Stream.of(value.stringValue());
        }
        if (value.isNumber() || value.isBoolean()) {
            return Stream.of(value.asString());
        }
        if (value.isArray()) {
            return value.valueStream().flatMap(element -> texts(element, skipped));
        }
        return value.isObject() ? members(value, skipped) : Stream.empty();
    }

    private static Stream<String> members(JsonNode object, Set<String> skipped) {
        return object.propertyStream()
                .filter(member -> !skipped.contains(member.getKey()))
                .filter(member ->
                        member.getValue().isString() || member.getValue().isContainer())
                .flatMap(member -> texts(member.getValue(), skipped));
    }
}
