package io.memlog.api.memory.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.List;

/// A prompt that makes an agent use its memory: recall before the work, remember after it.
final class RecallPrompt {

    private static final String TASK = "task";
    private static final String TEXT = """
            Before you work on the task below, call recall with what you need to know about it: earlier decisions, failed
            attempts, preferences, conventions. Read what matters with get_memory. Say in a sentence or two what you found
            and what follows from it, then work. When you are done, call remember with what a later session has to know:
            what was decided and why, what did not work, what you learned. Correct memories that turned out wrong with
            update_memory.

            The task:""";

    private RecallPrompt() {}

    static SyncPromptSpecification specification() {
        var prompt = Prompt.builder("recall_before_you_work")
                .title("Recall before you work")
                .description("Work on a task with what is remembered, and remember what is learned")
                .arguments(List.of(PromptArgument.builder(TASK)
                        .title("Task")
                        .description("what to work on")
                        .required(true)
                        .build()))
                .build();
        return new SyncPromptSpecification(prompt, (_, request) -> answer(request));
    }

    private static GetPromptResult answer(GetPromptRequest request) {
        var task = request.arguments() == null ? null : request.arguments().get(TASK);
        if (!(task instanceof String text) || text.isBlank()) {
            throw McpError.builder(ErrorCodes.INVALID_PARAMS)
                    .message("#/arguments/task: is required")
                    .build();
        }
        var message = TextContent.builder(TEXT + " " + text).build();
        return GetPromptResult.builder(
                        List.of(PromptMessage.builder(Role.USER, message).build()))
                .build();
    }
}
