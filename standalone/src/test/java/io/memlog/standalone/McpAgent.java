package io.memlog.standalone;

import io.memlog.cli.MemlogCli;
import io.memlog.schemas.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// An agent's connection to Memlog by the Model Context Protocol.
@FunctionalInterface
interface McpAgent {

    /// @return the answer to a message, which has one
    String send(String message) throws IOException, InterruptedException;

    default JsonNode request(String method, String params) throws IOException, InterruptedException {
        var message = "{\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"method\":\"" + method + "\",\"params\":" + params + "}";
        var answer = Json.mapper().readTree(send(message));
        if (!answer.path("id").asString("").equals("r1")) {
            throw new AssertionError(answer.toString());
        }
        return answer;
    }

    /// The structured content of a tool that succeeds.
    default JsonNode call(String tool, String arguments) throws IOException, InterruptedException {
        var answer = request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
        if (answer.at("/result/isError").asBoolean(true)) {
            throw new AssertionError(answer.toString());
        }
        return answer.at("/result/structuredContent");
    }

    /// Over HTTP.
    static McpAgent http(HttpClient client, String url) {
        return message -> client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json, text/event-stream")
                                .POST(HttpRequest.BodyPublishers.ofString(message))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /// `memlog mcp` in a process of its own, over its standard input and output.
    record Bridge(Process process, BufferedReader output) implements McpAgent, AutoCloseable {

        static Bridge start(Path work, String... options) {
            var command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MemlogCli.class.getName(),
                    "mcp"));
            command.addAll(List.of(options));
            try {
                var process = new ProcessBuilder(command)
                        .redirectError(work.resolve("bridge.txt").toFile())
                        .start();
                var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
                return new Bridge(process, new BufferedReader(output));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String send(String message) throws IOException {
            process.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return output.readLine();
        }

        /// Ends the input, which ends the bridge.
        int end() throws IOException, InterruptedException {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the bridge is still running");
            }
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
