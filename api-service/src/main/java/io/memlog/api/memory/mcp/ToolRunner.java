package io.memlog.api.memory.mcp;

import io.memlog.api.http.Caller;
import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Tenant;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs a tool for its caller. What is not possible is an error of the tool, which the model reads and can act on.
record ToolRunner(McpTool tool) {

    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);

    SyncToolSpecification specification() {
        return SyncToolSpecification.builder()
                .tool(Tool.builder(tool.name(), tool.inputSchema())
                        .title(tool.title())
                        .description(tool.description())
                        .annotations(annotations())
                        .outputSchema(tool.outputSchema())
                        .build())
                .callHandler((context, _) -> run(context))
                .build();
    }

    private CallToolResult run(McpTransportContext context) {
        try {
            Caller.current().require(tool.role());
            if (!(context.get(McpController.TENANT) instanceof Tenant tenant)) {
                throw McpController.noTenant();
            }
            var arguments = tool.arguments().read((JsonNode) context.get(McpController.ARGUMENTS));
            var url = String.valueOf(context.get(McpController.URL));
            return result(tool.action().run(new McpTool.Call(tenant, (ObjectNode) arguments, url)));
        } catch (ProblemException problem) {
            return error(problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(new ProblemException(ProblemType.BUSY, "Memlog stops; call again"));
        } catch (RuntimeException e) {
            if (DatabaseErrors.isOutage(e)) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("PostgreSQL is not available");
            } else {
                LOG.atError().setCause(e).addKeyValue("tool", tool.name()).log("A tool failed");
            }
            return error(DatabaseErrors.problem(e));
        }
    }

    /// As text too, since not every client passes the structured content on to its model.
    private static CallToolResult result(ObjectNode content) {
        return CallToolResult.builder()
                .addTextContent(Json.mapper().writeValueAsString(content))
                .structuredContent(content)
                .isError(false)
                .build();
    }

    /// The problem in the words that the HTTP interface has for it.
    private static CallToolResult error(ProblemException problem) {
        JsonNode document = Json.mapper().valueToTree(problem.document(""));
        var errors = problem.errors().stream()
                .map(error -> "\n" + Json.mapper().valueToTree(error))
                .collect(Collectors.joining());
        return CallToolResult.builder()
                .addTextContent(document.get("title").stringValue() + ": "
                        + document.get("detail").stringValue()
                        + (problem.errors().size() > 1 ? errors : ""))
                .isError(true)
                .build();
    }

    private ToolAnnotations annotations() {
        var hints = tool.annotations();
        return ToolAnnotations.builder()
                .title(tool.title())
                .readOnlyHint(hints.get("readOnlyHint").booleanValue())
                .destructiveHint(hints.get("destructiveHint").booleanValue())
                .idempotentHint(hints.get("idempotentHint").booleanValue())
                .openWorldHint(hints.get("openWorldHint").booleanValue())
                .build();
    }
}
