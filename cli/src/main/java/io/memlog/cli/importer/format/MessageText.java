package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import io.memlog.schemas.json.Json;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The content of a message: a text, or a list of texts and of objects that may have one.
final class MessageText {

    private MessageText() {}

    static String of(JsonNode content) {
        return (content.isArray() ? content.valueStream() : Stream.of(content))
                .map(part -> part.isObject() ? string(part.get("text")) : string(part))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    /// The objects that are more than a text.
    static JsonNode others(JsonNode content) {
        var others = Json.mapper().createArrayNode();
        content.valueStream().filter(part -> part.isObject() && !isText(part)).forEach(others::add);
        return others;
    }

    private static boolean isText(JsonNode part) {
        return string(part.get("type")).equals("text")
                && part.propertyStream()
                        .allMatch(member -> member.getKey().equals("text")
                                || member.getKey().equals("type")
                                || member.getValue().isNull()
                                || (member.getValue().isContainer()
                                        && member.getValue().isEmpty()));
    }
}
