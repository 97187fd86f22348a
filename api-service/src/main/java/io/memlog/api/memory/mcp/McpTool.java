package io.memlog.api.memory.mcp;

import io.memlog.api.http.RequestSchema;
import io.memlog.api.http.Role;
import io.memlog.schemas.memory.Tenant;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool as `mcp/tools.json` describes it, and what it does.
///
/// @param role         what a caller needs
/// @param arguments    validates what a model passes
/// @param inputSchema  the same for clients, without references to the contract
/// @param outputSchema of the structured content
record McpTool(
        String name,
        String title,
        String description,
        Role role,
        JsonNode annotations,
        RequestSchema<JsonNode> arguments,
        Map<String, Object> inputSchema,
        Map<String, Object> outputSchema,
        Action action) {

    /// What a tool does; a problem is told to the model.
    @FunctionalInterface
    interface Action {
        ObjectNode run(Call call) throws InterruptedException;
    }

    /// A call whose arguments are valid.
    ///
    /// @param url of Memlog, as the client reached it
    record Call(Tenant tenant, ObjectNode arguments, String url) {

        int integer(String name, int defaultValue) {
            var value = arguments.path(name);
            return value.isNumber() ? value.asInt() : defaultValue;
        }

        /// The id as text.
        String id() {
            return arguments.path("id").asString();
        }

        /// The arguments of these names, as the body of a request for the tenant.
        ObjectNode body(String... names) {
            var body = arguments.objectNode();
            for (var name : names) {
                if (arguments.has(name)) {
                    body.set(name, arguments.get(name));
                }
            }
            return body.put("user_id", tenant.userId()).put("project_id", tenant.projectId());
        }
    }
}
