package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.EventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindByMeaningIT {

    private static final String MEMORY = "Sign-in broke because the session token had expired";
    private static final String PARAPHRASE = "users could not authenticate any more";

    @TempDir
    static Path data;

    static WholeSystem system;

    @BeforeAll
    static void start() {
        system = WholeSystem.start(data);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void a_memory_is_found_by_a_paraphrase_that_shares_no_word_with_it() throws Exception {
        assertThat(words(PARAPHRASE)).doesNotContainAnyElementsOf(words(MEMORY));
        var wanted = system.client().remembered("fix-auth", MEMORY);
        var other = system.client().remembered("paint-shed", "The garden shed got a second coat of green varnish");
        assertThat(system.client().states(wanted, Duration.ofSeconds(30))).containsOnly("stored");
        assertThat(system.client().states(other, Duration.ofSeconds(30))).containsOnly("stored");

        var hits = system.client().search(PARAPHRASE);

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
        var answer = system.client().post("/memory-logs", body, "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        var memory = Client.json(answer).path("id").longValue();
        assertThat(system.client().states(memory, Duration.ofSeconds(30))).containsOnly("stored");

        var items = Client.json(system.client().get("/memory-logs/" + memory + "/timeline"))
                .path("items");

        assertThat(items.valueStream().map(item -> item.path("what").stringValue()))
                .containsExactlyInAnyOrder(
                        "received", "stored", "published", "attempt", "attempt", "indexed", "indexed");
        assertThat(items.valueStream().map(item -> item.path("trace_id").stringValue("none")))
                .containsOnly(trace);
    }

    @Test
    void the_worker_has_no_database_although_it_shares_the_classpath() {
        var worker = system.worker().context();

        assertThat(worker.getBeanNamesForType(DataSource.class)).isEmpty();
        assertThat(worker.getBeanNamesForType(EventStore.class)).isEmpty();
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+")).collect(Collectors.toSet());
    }
}
