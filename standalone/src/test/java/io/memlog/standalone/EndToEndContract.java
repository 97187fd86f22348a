package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a caller sees of the whole system, on whatever servers it runs.
abstract class EndToEndContract {

    private static final String MEMORY = "Sign-in broke because the session token had expired";
    private static final String PARAPHRASE = "users could not authenticate any more";

    abstract Client client();

    @Test
    void a_memory_is_found_by_a_paraphrase_that_shares_no_word_with_it() throws Exception {
        assertThat(words(PARAPHRASE)).doesNotContainAnyElementsOf(words(MEMORY));
        var wanted = client().remembered("fix-auth", MEMORY);
        var other = client().remembered("paint-shed", "The garden shed got a second coat of green varnish");
        assertThat(client().states(wanted, Duration.ofSeconds(30))).containsOnly("stored");
        assertThat(client().states(other, Duration.ofSeconds(30))).containsOnly("stored");

        var hits = client().search(PARAPHRASE);

        assertThat(hits.path(0).path("memory_log_id").longValue()).isEqualTo(wanted);
        assertThat(hits.path(0).path("matched_by").path(0).stringValue()).isEqualTo("vector");
        assertThat(hits.path(0).path("similarity").doubleValue())
                .isGreaterThan(hits.path(1).path("similarity").doubleValue());
    }

    @Test
    void the_timeline_follows_the_trace_of_the_request_through_kafka_and_both_workers() throws Exception {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var body = Map.of(
                "task",
                "t",
                "user_id",
                Client.USER,
                "project_id",
                Client.PROJECT,
                "raw_data",
                Map.of("summary", "tea"));
        var answer = client().post("/memory-logs", body, "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        var memory = Client.json(answer).path("id").longValue();
        assertThat(client().states(memory, Duration.ofSeconds(30))).containsOnly("stored");

        var items = Client.json(client().get("/memory-logs/" + memory + "/timeline"))
                .path("items");

        assertThat(items.valueStream().map(item -> item.path("what").stringValue()))
                .containsExactlyInAnyOrder(
                        "received", "stored", "published", "attempt", "attempt", "indexed", "indexed");
        assertThat(items.valueStream().map(item -> item.path("trace_id").stringValue("none")))
                .containsOnly(trace);
    }

    @Test
    void a_memory_is_found_by_its_words_and_related_by_what_it_mentions_until_it_is_deleted() throws Exception {
        var first = client().remembered("tune", "The CacheWarmer of the kiosk warms the shelves");
        var second = client().remembered("break", "The CacheWarmer of the kiosk froze the drawers");
        for (var memory : List.of(first, second)) {
            assertThat(client().states(memory, Duration.ofSeconds(30))).containsOnly("stored");
        }

        assertThat(memories(client().hits("kiosk", "text"))).containsExactlyInAnyOrder(first, second);
        assertThat(memories(related(first))).contains(second);

        assertThat(client().delete(second).statusCode()).isEqualTo(204);
        assertThat(memories(client().hits("kiosk", "text"))).containsExactly(first);
        assertThat(memories(related(first))).doesNotContain(second);
    }

    private JsonNode related(long memory) throws IOException, InterruptedException {
        return Client.json(client().get("/memory-logs/" + memory + "/related")).path("memories");
    }

    private static List<Long> memories(JsonNode hits) {
        return hits.valueStream()
                .map(hit -> hit.path("memory_log_id").longValue())
                .toList();
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+")).collect(Collectors.toSet());
    }
}
