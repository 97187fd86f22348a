package io.memlog.standalone;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Adds to a running server what the conformance suite calls by name.
record ConformanceFeatures(McpStatelessSyncServer server) {

    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";
    private static final Content IMAGE = ImageContent.builder(PNG, "image/png").build();

    void add() {
        tool("test_simple_text", text("This is a simple text response for testing."));
        tool("test_image_content", IMAGE);
        tool("test_audio_content", AudioContent.builder(WAV, "audio/wav").build());
        tool(
                "test_embedded_resource",
                embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."));
        tool(
                "test_multiple_content_types",
                text("Multiple content types test:"),
                IMAGE,
                embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}"));
        tool(
                "test_error_handling",
                Map.of("type", "object"),
                CallToolResult.builder()
                        .addTextContent("This tool intentionally returns an error for testing")
                        .isError(true)
                        .build());
        tool(
                "json_schema_2020_12_tool",
                Map.of(
                        "$schema",
                        "https://json-schema.org/draft/2020-12/schema",
                        "type",
                        "object",
                        "$defs",
                        Map.of(
                                "address",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of("street", Map.of("type", "string"), "city", Map.of("type", "string")))),
                        "properties",
                        Map.of("name", Map.of("type", "string"), "address", Map.of("$ref", "#/$defs/address")),
                        "additionalProperties",
                        false),
                CallToolResult.builder().addTextContent("done").build());
        resource(
                "test://static-text",
                "text/plain",
                TextResourceContents.builder("test://static-text", "This is the content of the static text resource.")
                        .mimeType("text/plain")
                        .build());
        resource(
                "test://static-binary",
                "image/png",
                BlobResourceContents.builder("test://static-binary", PNG)
                        .mimeType("image/png")
                        .build());
        server.addResourceTemplate(new SyncResourceTemplateSpecification(
                ResourceTemplate.builder("test://template/{id}/data", "template")
                        .mimeType("application/json")
                        .build(),
                (_, request) ->
                        contents(TextResourceContents.builder(request.uri(), "{\"data\":\"of " + request.uri() + "\"}")
                                .mimeType("application/json")
                                .build())));
        prompt("test_simple_prompt", List.of(), _ -> Stream.of(text("This is a simple prompt for testing.")));
        prompt(
                "test_prompt_with_arguments",
                List.of("arg1", "arg2"),
                request -> Stream.of(text(
                        "Prompt with arguments: arg1='" + request.arguments().get("arg1") + "', arg2='"
                                + request.arguments().get("arg2") + "'")));
        prompt(
                "test_prompt_with_embedded_resource",
                List.of("resourceUri"),
                request -> Stream.of(
                        embedded(
                                String.valueOf(request.arguments().get("resourceUri")),
                                "text/plain",
                                "Embedded resource content for testing."),
                        text("Please process the embedded resource above.")));
        prompt("test_prompt_with_image", List.of(), _ -> Stream.of(IMAGE, text("Please analyze the image above.")));
    }

    private void tool(String name, Content... content) {
        tool(
                name,
                Map.of("type", "object"),
                CallToolResult.builder().content(List.of(content)).build());
    }

    private void tool(String name, Map<String, Object> inputSchema, CallToolResult result) {
        server.addTool(new SyncToolSpecification(
                Tool.builder(name, inputSchema)
                        .description("of the conformance suite")
                        .build(),
                (_, _) -> result));
    }

    private void resource(String uri, String mimeType, ResourceContents contents) {
        server.addResource(new SyncResourceSpecification(
                Resource.builder(uri, uri).mimeType(mimeType).build(), (_, _) -> contents(contents)));
    }

    private void prompt(String name, List<String> arguments, Function<GetPromptRequest, Stream<Content>> content) {
        var required = arguments.stream()
                .map(argument -> PromptArgument.builder(argument).required(true).build())
                .toList();
        server.addPrompt(new SyncPromptSpecification(
                Prompt.builder(name)
                        .description("of the conformance suite")
                        .arguments(required)
                        .build(),
                (_, request) -> GetPromptResult.builder(content.apply(request)
                                .map(each ->
                                        PromptMessage.builder(Role.USER, each).build())
                                .toList())
                        .build()));
    }

    private static ReadResourceResult contents(ResourceContents contents) {
        return ReadResourceResult.builder(List.of(contents)).build();
    }

    private static Content text(String text) {
        return TextContent.builder(text).build();
    }

    private static Content embedded(String uri, String mimeType, String text) {
        return EmbeddedResource.builder(TextResourceContents.builder(uri, text)
                        .mimeType(mimeType)
                        .build())
                .build();
    }
}
