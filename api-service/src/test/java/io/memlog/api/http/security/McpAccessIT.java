package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may call which tool of the Model Context Protocol, and for whom.
class McpAccessIT extends SecuredServiceTest {

    private static final List<String> WRITING = List.of("remember", "update_memory", "forget_memory");
    private static final String REMEMBER = "{\"task\":\"t\",\"raw_data\":{}}";

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/mcp/ada/shop"})
    void a_caller_without_a_key_is_told_where_to_learn_which_issuer_it_needs(String path) {
        for (var key : new String[] {null, "mlk_" + "x".repeat(43), "token"}) {
            var answer = send("POST", path, "{}", key);

            var metadata = "/.well-known/oauth-protected-resource" + path;
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer resource_metadata=\"" + service.uri(metadata) + "\"");
            assertThat(service.get(metadata).json())
                    .isEqualTo(Json.mapper().readTree("""
                            {"resource":"%s","resource_name":"Memlog","bearer_methods_supported":["header"],
                             "tls_client_certificate_bound_access_tokens":false}""".formatted(service.uri(path))));
        }
        assertThat(send("GET", path, null, null).status()).isEqualTo(401);
    }

    @Test
    void the_metadata_of_the_whole_service_is_public_too() {
        var root = service.get("/.well-known/oauth-protected-resource");

        assertThat(root.json().get("resource").stringValue())
                .isEqualTo(service.uri("").toString());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void each_role_sees_and_calls_the_tools_that_it_may(Role role) {
        var key = key(role, "");
        var mayWrite = role.includes(Role.INGEST);

        var listed = mcp("/mcp/roles/p", "tools/list", "{}", key)
                .json()
                .at("/result/tools")
                .valueStream()
                .map(tool -> tool.get("name").stringValue())
                .toList();

        assertThat(listed).hasSize(mayWrite ? 9 : 6);
        assertThat(listed.containsAll(WRITING)).isEqualTo(mayWrite);
        for (var tool : WRITING) {
            var text = text(call("/mcp/roles/p", tool, REMEMBER, key));
            assertThat(text.contains("this call needs the role ingest, and the caller has " + role.wireName()))
                    .as(text)
                    .isEqualTo(!mayWrite);
        }
        assertThat(text(call("/mcp/roles/p", "recent_memories", "{}", key))).startsWith("{\"omitted\":");
    }

    @Test
    void a_bound_key_is_its_own_tenant_and_sees_no_other() {
        var key = bound("nia", "p");
        var foreign = stored(call("/mcp/other/p", "remember", REMEMBER, ADMIN));

        var own = stored(call("/mcp", "remember", REMEMBER, key));

        assertThat(get("/memory-logs/" + own, ADMIN).json().get("user_id").stringValue())
                .isEqualTo("nia");
        assertThat(text(call("/mcp/nia/p", "get_memory", "{\"id\":" + own + "}", key)))
                .startsWith("{\"id\":" + own);
        for (var path : List.of("/mcp/other/p", "/mcp/nia/q")) {
            var answer = call(path, "recent_memories", "{}", key);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:not-found");
        }
        for (var tool : List.of("get_memory", "fetch", "related_memories", "forget_memory")) {
            assertThat(text(call("/mcp", tool, "{\"id\":" + foreign + "}", key)))
                    .isEqualTo("Not found: there is no memory log " + foreign);
        }
        assertThat(text(call(
                        "/mcp",
                        "update_memory",
                        "{\"id\":" + foreign + ",\"expected_version\":1,\"changes\":{\"task\":\"u\"}}",
                        key)))
                .isEqualTo("Not found: there is no memory log " + foreign);
        assertThat(mcp("/mcp", "resources/read", "{\"uri\":\"memlog://memory/" + foreign + "\"}", key)
                        .json()
                        .at("/error/code")
                        .intValue())
                .isEqualTo(-32002);
        assertThat(text(call("/mcp", "recent_memories", "{}", key))).doesNotContain("\"id\":" + foreign);
    }

    @Test
    void a_tenant_is_never_an_argument() {
        var key = bound("oda", "p");

        for (var tool : List.of("remember", "recall", "get_memory", "recent_memories", "forget_memory", "search")) {
            var arguments = "{\"user_id\":\"other\",\"project_id\":\"p\"}";
            assertThat(text(call("/mcp", tool, arguments, key)))
                    .contains("\"pointer\":\"#/user_id\",\"detail\":\"is unknown\"");
        }
        var id = stored(call("/mcp", "remember", REMEMBER, key));
        var moved = "{\"id\":" + id + ",\"expected_version\":1,\"changes\":{\"user_id\":\"other\"}}";
        assertThat(text(call("/mcp", "update_memory", moved, key))).contains("#/changes/user_id: cannot change");
    }

    @Test
    void a_key_that_is_bound_to_a_user_names_the_project_in_the_path() {
        var key = key(Role.INGEST, ",\"user_id\":\"pia\"");

        assertThat(text(call("/mcp", "remember", REMEMBER, key))).contains("connect to /mcp/{user}/{project}");
        assertThat(text(call("/mcp/pia/any", "remember", REMEMBER, key))).contains("\"version\":1");
        assertThat(call("/mcp/other/any", "remember", REMEMBER, key).status()).isEqualTo(404);
    }

    @Test
    void the_change_is_recorded_as_that_of_its_caller() {
        var id = stored(call("/mcp", "remember", REMEMBER, bound("rae", "p")));

        assertThat(get("/memory-logs/" + id + "/events", ADMIN)
                        .json()
                        .at("/items/0/by")
                        .stringValue())
                .startsWith("key:");
    }

    private static long stored(Answer answer) {
        return answer.json().at("/result/structuredContent/id").longValue();
    }

    private Answer call(String path, String tool, String arguments, String key) {
        return mcp(path, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}", key);
    }

    private Answer mcp(String path, String method, String params, @Nullable String key) {
        return send(
                "POST",
                path,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}",
                key);
    }

    private static String text(Answer answer) {
        return answer.json().at("/result/content/0/text").stringValue();
    }
}
