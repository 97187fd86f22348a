package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Two tenants whose ids are made to be taken for each other, each with a key that is bound to it: neither gets a byte
/// of the other's content.
class TenantIsolationIT extends SecuredServiceTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static Stream<Arguments> tenants() {
        var separators = Stream.of("_", "-", "/", ":", "|", "%", ".", ",", " ", "\t", "\n", "\\", "\"", "\u001f", "%2F")
                .map(separator -> Arguments.of("a" + separator + "b", "c", "a", "b" + separator + "c"));
        return Stream.concat(
                separators,
                Stream.of(
                        Arguments.of("ab", "c", "a", "bc"),
                        Arguments.of("a", "b", "b", "a"),
                        Arguments.of("Ada", "p", "ada", "p"),
                        Arguments.of("STRASSE", "p", "straße", "p"),
                        Arguments.of("İ", "p", "i", "p"),
                        Arguments.of("é", "p", "e\u0301", "p"),
                        Arguments.of("\u212b", "p", "Å", "p"),
                        Arguments.of("ﬁ", "p", "fi", "p"),
                        Arguments.of("a ", "p", "a", "p"),
                        Arguments.of(" a", "p", "a", "p"),
                        Arguments.of("a\u00a0", "p", "a ", "p"),
                        Arguments.of("a\u200b", "p", "a", "p"),
                        Arguments.of("a\u00ad", "p", "a", "p"),
                        Arguments.of("\ufeffa", "p", "a", "p"),
                        Arguments.of("\u202ea", "p", "a", "p"),
                        Arguments.of("а", "p", "a", "p"),
                        Arguments.of("%", "p", "a", "p"),
                        Arguments.of("_", "p", "a", "p"),
                        Arguments.of("*", "p", "a", "p"),
                        Arguments.of("?", "p", "a", "p"),
                        Arguments.of("a~", "p", "a", "p"),
                        Arguments.of("[* TO *]", "p", "a", "p"),
                        Arguments.of("a", "*", "a", "p"),
                        Arguments.of("%61", "p", "a", "p"),
                        Arguments.of("a+b", "p", "a b", "p"),
                        Arguments.of("a&user_id=b", "p", "b", "p"),
                        Arguments.of("a#", "p", "a", "p"),
                        Arguments.of("null", "p", "undefined", "p"),
                        Arguments.of("' OR '1'='1", "p", "a", "p"),
                        Arguments.of("\") OR true //", "p", "a", "p"),
                        Arguments.of("1", "p", "01", "p"),
                        Arguments.of("\\u0061", "p", "a", "p")));
    }

    @ParameterizedTest
    @MethodSource("tenants")
    void tenants_that_look_alike_stay_apart(String user, String project, String otherUser, String otherProject) {
        var number = NUMBER.incrementAndGet();
        var first = new Member(new Tenant(number + user, project), "secret-of-first-" + number);
        var second = new Member(new Tenant(number + otherUser, otherProject), "secret-of-second-" + number);

        first.stores(second);
        second.stores(first);

        second.seesNothingOf(first);
        first.seesNothingOf(second);
    }

    /// A tenant with its key, and what it stores.
    private final class Member {

        private final Tenant tenant;
        private final String secret;
        private final String key;
        private long memory;
        private String cursor = "";

        Member(Tenant tenant, String secret) {
            this.tenant = tenant;
            this.secret = secret;
            var made = service.post(
                    "/keys",
                    Json.mapper()
                            .createObjectNode()
                            .put("name", secret)
                            .put("role", "ingest")
                            .put("user_id", tenant.userId())
                            .put("project_id", tenant.projectId())
                            .toString(),
                    "Authorization",
                    "Bearer " + ADMIN);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            this.key = made.json().get("secret").stringValue();
        }

        /// Under names that the other uses, too.
        void stores(Member other) {
            var stored = send("POST", "/memory-logs", log(other), "Idempotency-Key", "one");
            assertThat(stored.status()).as(stored.body()).isEqualTo(201);
            assertThat(stored.header("Idempotent-Replayed")).isEmpty();
            assertThat(stored.json().get("user_id").stringValue()).isEqualTo(tenant.userId());
            memory = stored.id();
            assertThat(send("POST", "/memory-logs", log(other), "Idempotency-Key", "one")
                            .id())
                    .isEqualTo(memory);
            assertThat(send("POST", "/memory-logs", log(other)).status()).isEqualTo(201);
            assertThat(send("PATCH", "/memory-logs/" + memory, "{\"agent\":\"" + secret + "\"}", "If-Match", "\"1\"")
                            .status())
                    .isEqualTo(200);
            cursor = send("GET", "/memory-logs?limit=1", "")
                    .json()
                    .get("next_cursor")
                    .stringValue();
            var event = send("POST", "/events", """
                    {"event_id":"e","event_type":"x","timestamp":"2026-01-01","conversation_id":"c","data":"%s"}
                    """.formatted(secret));
            assertThat(event.json().at("/results/0").has("position")).isTrue();
        }

        private String log(Member other) {
            var log = Json.mapper()
                    .createObjectNode()
                    .put("task", secret)
                    .put("conversation_id", "c")
                    .put("request_id", "r")
                    .put("agent", "agent");
            log.putObject("raw_data")
                    .put("user_id", other.tenant.userId())
                    .put("project_id", other.tenant.projectId())
                    .putArray("tags")
                    .add("t");
            return log.toString();
        }

        void seesNothingOf(Member other) {
            readsOnlyItsOwn(other);
            doesNotFind(other);
            searchesOnlyItsOwn(other);
        }

        private void readsOnlyItsOwn(Member other) {
            for (var path : List.of(
                    "/memory-logs?limit=100",
                    "/memory-logs?conversation_id=c",
                    "/memory-logs?tag=t",
                    "/memory-logs?agent=" + secret,
                    "/events?limit=1000&" + query(),
                    "/events?conversation_id=c",
                    "/events?type=x",
                    "/events/e",
                    "/memory-logs/" + memory,
                    "/memory-logs/" + memory + "/events")) {
                var answer = send("GET", path, "");
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.body()).as(path).contains(secret).doesNotContain(other.secret);
            }
            assertThat(send("GET", "/memory-logs?limit=100", "").json().get("items"))
                    .hasSize(2)
                    .allSatisfy(item ->
                            assertThat(item.get("user_id").stringValue()).isEqualTo(tenant.userId()));
            for (var path : List.of(
                    "/memory-logs?limit=100&cursor=" + encoded(other.cursor),
                    "/events?stream=memory_log-" + other.memory,
                    "/events?conversation_id=c&after=0",
                    "/memory-logs?agent=" + other.secret)) {
                assertThat(send("GET", path, "").body()).as(path).doesNotContain(other.secret);
            }
        }

        private void doesNotFind(Member other) {
            var path = "/memory-logs/" + other.memory;
            for (var each : List.of(
                    "", "/status", "/events", "/related", "?version=1", "?include=embedding", "?" + other.query())) {
                hidden(send("GET", path + each, "", "If-None-Match", "\"2\""), other, 404);
            }
            hidden(send("PUT", path, log(other), "If-Match", "\"2\""), other, 404);
            hidden(send("PATCH", path, "{\"task\":\"taken\"}", "If-Match", "*"), other, 404);
            hidden(send("DELETE", path, "", "If-Match", "*"), other, 404);
            hidden(send("GET", "/memory-logs?" + other.query(), ""), other, 403);
            hidden(send("GET", "/events?" + other.query(), ""), other, 403);
            hidden(send("GET", "/events/e?" + other.query(), ""), other, 404);
            hidden(send("POST", "/memory-logs/search", other.search()), other, 403);
            hidden(send("POST", "/memory-logs", other.named(log(other))), other, 403);
            var mixed = send("POST", "/memory-logs/batch", "{\"items\":[" + other.named(log(other)) + "]}");
            assertThat(mixed.json().at("/results/0/status").intValue()).isEqualTo(403);
        }

        /// Although the worker answers with the other's memory.
        private void searchesOnlyItsOwn(Member other) {
            var related = new CopyOnWriteArrayList<Tenant>();
            for (var worker : List.of(service.embeddingWorker(), service.graphWorker())) {
                worker.reset();
                for (var retriever : List.of("vector", "text", "graph")) {
                    worker.answers(
                            retriever,
                            _ -> new IndexHits(List.of(
                                    new IndexHit(new MemoryId(other.memory), 2, other.secret, 0.1, 0.9),
                                    new IndexHit(new MemoryId(memory), 2, secret, 0.2, 0.8))));
                }
                worker.answersRelated(query -> {
                    related.add(query.key().tenant());
                    return new RelatedHits(
                            List.of(new RelatedHits.RelatedMemory(new MemoryId(other.memory), other.secret, List.of())),
                            List.of());
                });
            }

            for (var mode : List.of("hybrid", "vector", "text", "graph")) {
                var answer = send(
                        "POST",
                        "/memory-logs/search",
                        "{\"query\":\"" + other.secret + "\",\"mode\":\"" + mode + "\",\"wait_for\":[]}");
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).as(mode).contains(secret).doesNotContain(other.secret);
            }
            hidden(send("GET", "/memory-logs/" + memory + "/related", ""), other, 200);
            hidden(
                    send(
                            "POST",
                            "/memory-logs/search",
                            "{\"query\":\"q\",\"wait_for\":[" + other.memory + "],\"mode\":\"text\"}"),
                    other,
                    404,
                    400,
                    200);

            assertThat(Stream.of(service.embeddingWorker(), service.graphWorker())
                            .flatMap(worker -> worker.queries().stream().map(IndexQuery::tenant)))
                    .isNotEmpty()
                    .containsOnly(tenant);
            assertThat(related).isNotEmpty().containsOnly(tenant);
        }

        private void hidden(Answer answer, Member other, Integer... statuses) {
            assertThat(answer.status()).as(answer.body()).isIn((Object[]) statuses);
            assertThat(answer.body()).doesNotContain(other.secret);
            assertThat(answer.header("ETag")).isNotEqualTo("\"2\"");
        }

        private String named(String log) {
            return log.replaceFirst(
                    "\\{",
                    Matcher.quoteReplacement("{\"user_id\":" + Json.mapper().writeValueAsString(tenant.userId())
                            + ",\"project_id\":" + Json.mapper().writeValueAsString(tenant.projectId()) + ","));
        }

        private String search() {
            return named("{\"query\":\"q\"}");
        }

        private String query() {
            return "user_id=" + encoded(tenant.userId()) + "&project_id=" + encoded(tenant.projectId());
        }

        private Answer send(String method, String path, String body, String... headers) {
            var all = Stream.concat(Stream.of(headers), Stream.of("Authorization", "Bearer " + key))
                    .toArray(String[]::new);
            return service.send(method, path, body.isEmpty() ? null : body, all);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
