package io.memlog.api.memory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import io.memlog.api.http.Caller;
import io.memlog.api.http.Role;
import io.memlog.schemas.memory.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpProtocolIT {

    private final RunningService service = RunningService.memory();
    private final McpClient client = new McpClient(service, "/mcp/protocol/p");

    @ParameterizedTest
    @CsvSource({
        "2025-03-26,2025-03-26",
        "2025-06-18,2025-06-18",
        "2025-11-25,2025-11-25",
        "2026-07-28,2025-11-25",
        "none,2025-11-25"
    })
    void the_version_of_the_protocol_is_negotiated(String asked, String answered) {
        var result = client.request("initialize", """
                        {"protocolVersion":"%s","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""".formatted(asked)).get("result");

        assertThat(result.get("protocolVersion").stringValue()).isEqualTo(answered);
        assertThat(result.at("/serverInfo/name").stringValue()).isEqualTo("memlog");
        assertThat(result.get("instructions").stringValue()).contains("recall");
        assertThat(result.get("capabilities").propertyNames())
                .containsExactlyInAnyOrder("tools", "resources", "prompts");
    }

    @Test
    void a_notification_is_accepted_and_a_ping_answered() {
        var notified = client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(notified.status()).isEqualTo(202);
        assertThat(notified.body()).isEmpty();
        assertThat(client.request("ping", "{}").get("result").isEmpty()).isTrue();
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"ping\"}")
                        .json()
                        .get("id")
                        .stringValue())
                .isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server/discover", "subscriptions/listen", "logging/setLevel", "none", ""})
    void an_unknown_method_is_minus_32601(String method) {
        assertThat(client.request(method, "{}").at("/error/code").intValue()).isEqualTo(-32601);
    }

    @Test
    void a_client_of_a_later_version_that_discovers_the_server_is_told_that_there_is_no_such_method() {
        var later = new McpClient(service, client.path(), "MCP-Protocol-Version", "2026-07-28");

        assertThat(later.request("server/discover", "{}").at("/error/code").intValue())
                .isEqualTo(-32601);
    }

    @Test
    void a_version_that_memlog_does_not_speak_is_rejected_with_those_it_does() {
        var later = new McpClient(service, client.path(), "MCP-Protocol-Version", "2026-07-28");

        var answer = later.post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("id").intValue()).isEqualTo(7);
        assertThat(answer.json().at("/error/message").stringValue())
                .isEqualTo("MCP-Protocol-Version is 2026-07-28, and Memlog speaks 2025-03-26, 2025-06-18, 2025-11-25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | -32700",
                "nonsense | -32700",
                "{'jsonrpc':'2.0'} {} | -32700",
                "{'jsonrpc':'2.0','id':1,'id':2,'method':'ping'} | -32700",
                "[] | -32600",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}] | -32600",
                "1 | -32600",
                "null | -32600",
                "{} | -32600",
                "{'jsonrpc':'1.0','id':1,'method':'ping'} | -32600",
                "{'jsonrpc':'2.0','id':1} | -32600",
                "{'jsonrpc':'2.0','id':1,'result':{}} | -32600",
                "{'jsonrpc':'2.0','id':1,'method':7} | -32600",
                "{'jsonrpc':'2.0','id':1.5,'method':'ping'} | -32600",
                "{'jsonrpc':'2.0','id':null,'method':'ping'} | -32600",
                "{'jsonrpc':'2.0','id':{},'method':'ping'} | -32600",
                "{'jsonrpc':'2.0','id':1,'method':'ping','params':[]} | -32600",
                "{'jsonrpc':'2.0','id':1,'method':'ping','params':{'a':'\\u0000'}} | -32600"
            })
    void what_is_no_message_is_rejected(String body, int code) {
        var answer = client.post(body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().at("/error/code").intValue()).isEqualTo(code);
        assertThat(answer.json().at("/error/message").stringValue()).startsWith("#");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call | {'name':'none','arguments':{}}",
                "tools/call | {}",
                "tools/call | {'name':7}",
                "tools/call | {'name':['remember']}",
                "tools/call | {'name':null}",
                "prompts/get | {}",
                "prompts/get | {'name':'none'}",
                "prompts/get | {'name':'recall_before_you_work'}",
                "prompts/get | {'name':'recall_before_you_work','arguments':{'task':1}}",
                "prompts/get | {'name':'recall_before_you_work','arguments':7}",
                "tools/call | {'name':'recall','arguments':[]}",
                "tools/call | {'name':'recall','arguments':7}",
                "initialize | {'capabilities':7}"
            })
    void invalid_parameters_are_minus_32602(String method, String params) {
        var answer = client.request(method, params.replace('\'', '"'));

        assertThat(answer.at("/error/code").intValue()).as(answer.toString()).isEqualTo(-32602);
    }

    @Test
    void requests_without_parameters_are_answered() {
        for (var method : List.of("tools/call", "prompts/get", "resources/read", "initialize", "tools/list")) {
            var answer = client.post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\"}");

            assertThat(answer.status()).as(method).isEqualTo(200);
        }
    }

    @Test
    void huge_arguments_are_rejected() {
        var body =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"remember\",\"arguments\":"
                        + "{\"task\":\"t\",\"raw_data\":{\"text\":\"%s\"}}}}";

        var tooLargeForAMemory = client.post(body.formatted("x".repeat(300 * 1024)));
        var tooLargeForARequest = client.post(body.formatted("x".repeat(600 * 1024)));

        assertThat(tooLargeForAMemory.json().at("/result/content/0/text").stringValue())
                .isEqualTo("The body is too large: the memory log is larger than 256 KiB (262144 bytes)");
        assertThat(tooLargeForARequest.status()).isEqualTo(413);
        assertThat(tooLargeForARequest.json().at("/error/code").intValue()).isEqualTo(-32600);
        assertThat(tooLargeForARequest.json().at("/error/data/type").stringValue())
                .isEqualTo("urn:memlog:problem:too-large");
    }

    @Test
    void a_body_that_is_not_declared_as_json_is_415() {
        var answer = service.post(client.path(), "{}".getBytes(StandardCharsets.UTF_8), "text/plain");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().at("/error/code").intValue()).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/mcp/ada/shop"})
    void there_is_no_stream_and_no_session(String path) {
        for (var method : List.of("GET", "DELETE", "PUT")) {
            var answer = service.send(method, path, null, "Accept", "text/event-stream");

            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST");
        }
    }

    @ParameterizedTest
    @CsvSource({"/mcp/%20/p", "/mcp/u/%00", "/mcp/u", "/mcp/u/p/q", "/mcp/"})
    void a_path_that_names_no_tenant_is_rejected(String path) {
        var answer = new McpClient(service, path).post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}");

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void a_tenant_is_named_by_its_path_percent_encoded() {
        var encoded = new McpClient(service, "/mcp/a%2Fb%20c/%E9%87%8D");
        var id = encoded.remember("t");

        var stored = service.get("/memory-logs/" + id).json();

        assertThat(stored.get("user_id").stringValue()).isEqualTo("a/b c");
        assertThat(stored.get("project_id").stringValue()).isEqualTo("重");
    }

    @Test
    void without_a_tenant_every_tool_says_how_to_name_one() {
        var nobody = new McpClient(service, "/mcp");

        assertThat(nobody.request("tools/list", "{}").at("/result/tools").size())
                .isEqualTo(9);
        for (var tool : List.of("remember", "recall", "forget_memory")) {
            assertThat(nobody.error(tool, "{}")).contains("connect to /mcp/{user}/{project}");
        }
        assertThat(nobody.request("resources/read", "{\"uri\":\"memlog://memory/1\"}")
                        .at("/error/message")
                        .stringValue())
                .contains("connect to /mcp/{user}/{project}");
    }

    @Test
    void a_default_tenant_is_that_of_the_bare_path() {
        var settings = new String[] {"--memlog.mcp.default-user=dee", "--memlog.mcp.default-project=p"};
        try (var other = service.another(List.of(), settings)) {
            var tenants = other.getBean(TenantResolver.class);

            assertThat(tenants.ofCaller(Caller.LOCAL)).isEqualTo(new Tenant("dee", "p"));
            assertThat(tenants.ofCaller(new Caller("key", Set.of(Role.READ), "own", null)))
                    .isEqualTo(new Tenant("own", "p"));
        }
    }

    @Test
    void a_web_page_of_a_foreign_origin_or_host_is_kept_out() {
        var foreign = new McpClient(service, client.path(), "Origin", "http://evil.example");

        assertThat(foreign.post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}")
                        .status())
                .isEqualTo(403);
        assertThat(service.raw(
                        "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 421");
    }
}
