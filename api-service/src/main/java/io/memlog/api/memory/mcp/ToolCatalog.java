package io.memlog.api.memory.mcp;

import io.memlog.api.http.RequestSchema;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads `mcp/tools.json`. What an argument has in common with a request of the HTTP interface refers to the contract,
/// so that its rules are written once.
final class ToolCatalog {

    private static final String REFERENCE = "$ref";

    /// Known to Memlog only; the description of the argument says it.
    private static final String OWN_FORMAT = "date-or-date-time";

    private final JsonNode contract = read("openapi/openapi.json");

    /// The tools in the order of the file.
    ///
    /// @param actions by the names of the tools, one for each
    List<McpTool> tools(Map<String, McpTool.Action> actions) {
        return read("mcp/tools.json")
                .valueStream()
                .map(tool -> tool(
                        tool,
                        Objects.requireNonNull(actions.get(tool.get("name").stringValue()))))
                .toList();
    }

    /// The version of the contract.
    String version() {
        return contract.at("/info/version").stringValue();
    }

    private McpTool tool(JsonNode tool, McpTool.Action action) {
        var input = tool.get("inputSchema");
        return new McpTool(
                tool.get("name").stringValue(),
                tool.get("title").stringValue(),
                tool.get("description").stringValue(),
                WireEnum.parse(Role.class, tool.get("role").stringValue()),
                tool.get("annotations"),
                RequestSchema.of(input),
                map(resolved(input)),
                map(resolved(tool.get("outputSchema"))),
                action);
    }

    /// The schema with what it refers to; members beside a reference come before those that it leads to.
    private JsonNode resolved(JsonNode schema) {
        if (schema.isArray()) {
            var elements = Json.mapper().createArrayNode();
            schema.forEach(element -> elements.add(resolved(element)));
            return elements;
        }
        if (!schema.isObject()) {
            return schema;
        }
        var reference = schema.path(REFERENCE);
        var result = reference.isString()
                ? (ObjectNode) resolved(
                        contract.at(JsonPointer.compile(reference.stringValue().substring(1))))
                : Json.mapper().createObjectNode();
        schema.forEachEntry((name, value) -> {
            if (!name.equals(REFERENCE) && !(name.equals("format") && OWN_FORMAT.equals(value.asString()))) {
                result.set(name, resolved(value));
            }
        });
        return result;
    }

    private static Map<String, Object> map(JsonNode schema) {
        return Json.mapper().convertValue(schema, new TypeReference<>() {});
    }

    private static JsonNode read(String file) {
        try (var content = new ClassPathResource(file).getInputStream()) {
            return Json.mapper().readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
