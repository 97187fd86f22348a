package io.memlog.api.memory.mcp;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Speaks the Model Context Protocol with a service.
final class McpClient {

    private final RunningService service;
    private final String path;
    private final List<String> headers = new ArrayList<>(List.of("Accept", "application/json, text/event-stream"));

    /// @param path    such as `/mcp/ada/shop`
    /// @param headers of each request, names and values in turn
    McpClient(RunningService service, String path, String... headers) {
        this.service = service;
        this.path = path;
        this.headers.addAll(List.of(headers));
    }

    String path() {
        return path;
    }

    Answer post(String body) {
        return service.post(path, body, headers.toArray(String[]::new));
    }

    /// The response to a request.
    JsonNode request(String method, String params) {
        var answer = post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
        if (answer.status() != 200 || answer.json().get("id").intValue() != 7) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    /// The result of a tool, which may be an error.
    JsonNode result(String tool, String arguments) {
        return request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}")
                .get("result");
    }

    /// The structured content of a tool that succeeds, which its text repeats.
    JsonNode call(String tool, String arguments) {
        var result = result(tool, arguments);
        if (result.path("isError").asBoolean(false)
                || !Json.mapper()
                        .readTree(result.at("/content/0/text").stringValue())
                        .equals(result.get("structuredContent"))) {
            throw new AssertionError(result.toString());
        }
        return result.get("structuredContent");
    }

    /// What a tool that fails tells the model.
    String error(String tool, String arguments) {
        var result = result(tool, arguments);
        if (!result.path("isError").asBoolean(false)) {
            throw new AssertionError(result.toString());
        }
        return result.at("/content/0/text").stringValue();
    }

    long remember(String task) {
        return call("remember", "{\"task\":\"" + task + "\",\"raw_data\":{}}")
                .get("id")
                .longValue();
    }
}
