package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.Ports;
import io.memlog.schemas.text.TokenEstimate;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an agent does with its memory, over HTTP and over `memlog mcp`, across a restart of Memlog.
class McpAgentLoopIT {

    private static final int LARGE = 200 * 1024;

    @TempDir
    Path work;

    private final String port = Integer.toString(Ports.free());
    private final List<String> options = new ArrayList<>();

    @Test
    void an_agent_remembers_recalls_after_a_restart_updates_and_forgets() throws Exception {
        options.addAll(List.of("--data", work.resolve("data").toString(), "--port", port));
        for (var option : List.of("--postgres-port", "--kafka-port", "--chroma-port")) {
            options.addAll(List.of(option, Integer.toString(Ports.free())));
        }
        var url = "http://127.0.0.1:" + port;
        var memlog = start();
        try (var client = HttpClient.newHttpClient();
                var bridge = McpAgent.Bridge.start(work, "--user", "ada", "--project", "shop", "--url", url)) {
            var agents = List.of(McpAgent.http(client, url + "/mcp/eve/shop"), bridge);

            List<Long> ids = new ArrayList<>();
            for (var agent : agents) {
                ids.add(remember(agent));
            }
            assertThat(memlog.terminate()).isEqualTo(143);
            var down = bridge.request("ping", "{}");
            memlog = start();

            assertThat(down.at("/error/code").intValue()).isEqualTo(-32000);
            assertThat(down.at("/error/message").stringValue()).contains("start it with ./memlog run");
            for (int i = 0; i < ids.size(); i++) {
                recallUpdateAndForget(agents.get(i), ids.get(i));
            }
            recallOfLargeMemoriesStaysBelowItsBudget(bridge);
            assertThat(bridge.end()).isZero();
            assertThat(work.resolve("bridge.txt"))
                    .content()
                    .contains("Memlog cannot be reached")
                    .hasLineCount(1);
        } finally {
            memlog.terminate();
        }
    }

    private MemlogProcess start() throws Exception {
        var memlog = MemlogProcess.start(work, Map.of(), options.toArray(String[]::new));
        memlog.awaitReady();
        return memlog;
    }

    private static long remember(McpAgent agent) throws Exception {
        var hello = agent.request("initialize", """
                        {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""");
        var arguments = """
                {"task":"fix-login","idempotency_key":"first",
                 "raw_data":{"summary":"Sign-in failed because the token had expired","tags":["auth"]}}""".replace("\n", "");
        var stored = agent.call("remember", arguments);
        var again = agent.call("remember", arguments);
        assertThat(hello.at("/result/protocolVersion").stringValue()).isEqualTo("2025-11-25");
        assertThat(agent.request("tools/list", "{}").at("/result/tools").size()).isEqualTo(9);
        assertThat(again.get("replayed").booleanValue()).isTrue();
        assertThat(again.get("id")).isEqualTo(stored.get("id"));
        awaitRecalled(
                agent,
                "vector",
                "users could not authenticate",
                stored.get("id").longValue());
        return stored.get("id").longValue();
    }

    private static void recallUpdateAndForget(McpAgent agent, long id) throws Exception {
        awaitRecalled(agent, "text", "token", id);
        var updated = agent.call(
                "update_memory",
                "{\"id\":" + id
                        + ",\"expected_version\":1,\"changes\":{\"raw_data\":{\"lesson\":\"Rotate the keys of the gateway\"}}}");
        awaitRecalled(agent, "text", "gateway", id);
        var read = agent.call("get_memory", "{\"id\":" + id + "}");
        var forgotten = agent.call("forget_memory", "{\"id\":" + id + ",\"expected_version\":2}");

        assertThat(updated.get("version").intValue()).isEqualTo(2);
        assertThat(read.at("/raw_data/summary").stringValue()).contains("expired");
        assertThat(read.at("/raw_data/lesson").stringValue()).contains("Rotate");
        assertThat(forgotten.get("forgotten").booleanValue()).isTrue();
        assertThat(ids(agent.call("recall", "{\"query\":\"gateway\"}"))).isEmpty();
        assertThat(ids(agent.call("recent_memories", "{}"))).isEmpty();
    }

    /// After a restart the projections may take longer than a call waits.
    private static void awaitRecalled(McpAgent agent, String mode, String query, long id) {
        var arguments = "{\"query\":\"" + query + "\",\"mode\":\"" + mode + "\",\"wait_for\":[" + id + "]}";
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(ids(agent.call("recall", arguments))).containsExactly(id));
    }

    private static void recallOfLargeMemoriesStaysBelowItsBudget(McpAgent agent) throws Exception {
        List<Long> stored = new ArrayList<>();
        for (var subject : List.of("harbour", "orchard", "quarry")) {
            var text = ("The log of the " + subject + " has no end. ").repeat(LARGE / 37);
            stored.add(agent.call(
                            "remember",
                            "{\"task\":\"log of " + subject + "\",\"raw_data\":{\"text\":\"" + text + "\"}}")
                    .get("id")
                    .longValue());
        }
        await().atMost(Duration.ofMinutes(2))
                .until(() -> agent.call("recall", "{\"query\":\"log\"}")
                                .get("pending")
                                .intValue()
                        == 0);

        var recalled = agent.call("recall", "{\"query\":\"log without end\",\"max_tokens\":1000}");

        assertThat(ids(recalled)).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(TokenEstimate.count(recalled.toString())).isBetween(200, 1000);
    }

    private static List<Long> ids(JsonNode answer) {
        return answer.get("memories")
                .valueStream()
                .map(memory -> memory.get("id").longValue())
                .toList();
    }
}
