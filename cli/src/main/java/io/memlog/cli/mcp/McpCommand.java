package io.memlog.cli.mcp;

import io.memlog.cli.client.ApiClient;
import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// `memlog mcp`: posts each line of the standard input to Memlog, and prints its answer as a line. The tools are those
/// of Memlog; what this knows of the protocol is only how to say that Memlog did not answer.
@Command(
        name = "mcp",
        description = {
            "Speaks the Model Context Protocol on the standard input and output, for agents that start their servers.",
            "It passes each message on to a running Memlog; docs/mcp.md shows how to set up an agent."
        },
        footer = {"  memlog mcp --user ada --project shop", "  memlog mcp --url https://memory.example.org --key mlk_…"
        })
public final class McpCommand extends ApiCommand {

    private static final int UNAVAILABLE = -32000;
    private static final int INVALID_REQUEST = -32600;
    private static final int UNAUTHORIZED = 401;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "whose memory it is; for a key that is not bound to one")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "the project of the memory, with --user")
    private @Nullable String project;

    @Override
    public Integer call() throws IOException {
        if ((user == null) != (project == null)) {
            throw usageError("--user and --project belong together");
        }
        var client = client();
        var path = user == null || project == null ? RequestPath.of("/mcp") : RequestPath.of("/mcp", user, project);
        var lines = new LineReader(context().in());
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (line.length > 0) {
                answer(line, client, path);
            }
            if (context().out().checkError()) {
                return ExitCode.DONE;
            }
        }
        return ExitCode.DONE;
    }

    private void answer(byte[] line, ApiClient client, RequestPath path) {
        if (line.length > LineReader.MAX_BYTES) {
            var error = "the line is longer than " + LineReader.MAX_BYTES + " bytes; send less at a time";
            write(error(Json.mapper().nullNode(), INVALID_REQUEST, error));
            return;
        }
        var message = parse(line);
        try {
            pass(client.exchange(path, line), message);
        } catch (ApiException e) {
            fail(message, String.valueOf(e.getMessage()));
        }
    }

    private void pass(ApiResponse response, JsonNode message) {
        if (response.isSuccess() && response.body().isBlank()) {
            return;
        }
        var answer = parse(response.body().getBytes(StandardCharsets.UTF_8));
        if (!(answer instanceof ObjectNode object) || !answer.has("jsonrpc")) {
            fail(message, describe(response));
        } else if (message.isObject() && !message.has("id")) {
            info("A notification was rejected: " + answer.at("/error/message").asString(""));
        } else if (answer.path("id").isNull() && message.has("id")) {
            object.set("id", message.get("id"));
            write(object);
        } else {
            // A text within JSON has no line break.
            print(response.text().replace('\n', ' ').replace('\r', ' '));
        }
    }

    /// Answers a request that Memlog did not answer. A notification has no answer.
    private void fail(JsonNode message, String reason) {
        info(reason);
        if (message.has("id") || !message.isObject()) {
            write(error(message.path("id"), UNAVAILABLE, reason));
        }
    }

    /// The JDK drops the body of a `401`.
    private static String describe(ApiResponse response) {
        if (response.status() == UNAUTHORIZED) {
            return "Memlog does not know the caller (401): give an API key by --key or MEMLOG_KEY; "
                    + "memlog keys create makes one.";
        }
        var problem = response.problem();
        if (!problem.has("title")) {
            return "What answers there (" + response.status() + ") is not Memlog; check --url (or MEMLOG_URL).";
        }
        var delay = response.retryAfter().map(time -> "; try again in " + time.toSeconds() + " s");
        return problem.path("title").asString("") + " (" + response.status() + "): "
                + problem.path("detail").asString("") + delay.orElse("");
    }

    private static ObjectNode error(JsonNode id, int code, String message) {
        var response = Json.mapper().createObjectNode().put("jsonrpc", "2.0");
        response.set("id", id.isMissingNode() ? response.nullNode() : id);
        response.putObject("error").put("code", code).put("message", message);
        return response;
    }

    private void write(JsonNode message) {
        print(Json.mapper().writeValueAsString(message));
    }

    /// The JSON value of a line; missing when it is none.
    private static JsonNode parse(byte[] line) {
        try {
            return Json.mapper().readTree(line);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
