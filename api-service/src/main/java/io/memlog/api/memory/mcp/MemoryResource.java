package io.memlog.api.memory.mcp;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.memory.read.MemoryView;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Tenant;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/// A memory as a resource, which people attach to a conversation: `memlog://memory/{id}`.
@Component
record MemoryResource(MemoryAccess memories, ProjectionStates states) {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryResource.class);

    /// An error of the server by JSON-RPC.
    private static final int UNAVAILABLE = -32000;

    private static final String PREFIX = "memlog://memory/";

    SyncResourceTemplateSpecification specification() {
        var template = ResourceTemplate.builder(PREFIX + "{id}", "memory")
                .title("A memory")
                .description("A memory by its id, as JSON")
                .mimeType(MediaType.APPLICATION_JSON_VALUE)
                .build();
        return new SyncResourceTemplateSpecification(template, this::read);
    }

    private ReadResourceResult read(McpTransportContext context, ReadResourceRequest request) {
        try {
            if (!(context.get(McpController.TENANT) instanceof Tenant tenant)) {
                throw McpController.noTenant();
            }
            var memory = memories.require(request.uri().substring(PREFIX.length()), tenant);
            var view = MemoryView.of(memory, states.find(memory.id()));
            return ReadResourceResult.builder(List.of(TextResourceContents.builder(
                                    request.uri(), Json.mapper().writeValueAsString(view))
                            .mimeType(MediaType.APPLICATION_JSON_VALUE)
                            .build()))
                    .build();
        } catch (ProblemException problem) {
            throw error(problem);
        } catch (RuntimeException e) {
            if (!DatabaseErrors.isOutage(e)) {
                LOG.atError().setCause(e).log("A resource cannot be read");
            }
            throw error(DatabaseErrors.problem(e));
        }
    }

    private static McpError error(ProblemException problem) {
        var code = switch (problem.type()) {
            case NOT_FOUND, DELETED -> ErrorCodes.RESOURCE_NOT_FOUND;
            case INVALID_REQUEST -> ErrorCodes.INVALID_PARAMS;
            default -> UNAVAILABLE;
        };
        return McpError.builder(code)
                .message(String.valueOf(problem.getMessage()))
                .build();
    }
}
