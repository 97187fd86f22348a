package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Damages done to the stores behind Memlog's back are found and mended, and a store that lost everything is filled
/// again.
class AgreementIT {

    private static final long UNKNOWN = 9_000_000;

    private static final List<String> QUESTIONS = List.of(
            "invoices that were wrong",
            "users could not sign in",
            "the login team",
            "slow search results",
            "deployment of case 12",
            "caching",
            "reports/Case6.java",
            "messages were not sent",
            "imports Case10",
            "billing finding 40");

    @TempDir
    Path data;

    private WholeSystem system;
    private Operator operator;

    @BeforeEach
    void start() {
        system = WholeSystem.start(
                data,
                Map.of(
                        "memlog.sync.enabled", "false",
                        "memlog.sync.grace-period", "1s",
                        "memlog.sync.rate-per-second", "5000",
                        "EMBEDDING_CACHE_ENABLED", "false"));
        operator = new Operator(system.client());
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void every_damage_is_found_and_nothing_else_and_a_repair_ends_in_agreement() throws Exception {
        damaged(300, 9);
    }

    /// The same as above, at a size at which its time per memory says something.
    @Test
    @Tag("long")
    void three_hundred_damages_of_each_kind_among_ten_thousand_memories_are_found_and_repaired() throws Exception {
        damaged(10_000, 300);
    }

    private void damaged(int memories, int each) throws Exception {
        var stored = Memories.stored(system.client(), memories);
        var damages = damages(stored, each);

        var check = sync("check");
        var found = findings("open");
        var repair = sync("repair");

        assertThat(found).isEqualTo(damages);
        assertThat(check.path("result").path("checked").longValue()).isEqualTo(2L * memories);
        assertThat(repair.path("result").path("repaired").longValue()).isEqualTo(6L * each);
        assertThat(findings("open")).isEmpty();
        Memories.assertAgreement(
                system.passwords(), system.postgres().port(), system.chroma().port(), system.graph());
        var again = sync("check");
        assertThat(findings("open")).isEmpty();
        print("checked with damages", check);
        print("repaired", repair);
        print("checked in agreement", again);
        print("in agreement", Client.json(system.client().get("/sync")).path("projections"));
    }

    @Test
    void stores_that_lost_everything_are_filled_again_by_one_command() throws Exception {
        var stored = Memories.stored(system.client(), 400);
        assertThat(system.client().delete(stored.getFirst()).statusCode()).isEqualTo(204);
        assertThat(system.client()
                        .patch(stored.get(1), Map.of("task", "renamed"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofMinutes(1)).until(() -> findingsOfACheck() == 0);
        var text = answers("text");
        var graph = answers("graph");
        var vector = answers("vector");
        system.loseChroma();
        system.loseNeo4j();
        var embedded = embeddedPassages();

        var rebuild = sync("rebuild");

        assertThat(embeddedPassages()).as("texts that were embedded again").isEqualTo(embedded);
        assertThat(findings("open")).isEmpty();
        Memories.assertAgreement(
                system.passwords(), system.postgres().port(), system.chroma().port(), system.graph());
        assertThat(answers("text")).isEqualTo(text);
        assertThat(answers("graph")).isEqualTo(graph);
        assertThat(shared(vector, answers("vector"))).isCloseTo(1, withinPercentage(1));
        print("rebuilt", rebuild);
    }

    /// Three kinds of damage in each of the stores; returns what a check has to find.
    private Set<String> damages(List<Long> memories, int each) throws Exception {
        var parts = new ArrayList<List<Long>>();
        for (var part = 0; part < 4; part++) {
            parts.add(memories.subList(part * each, (part + 1) * each));
        }
        var updated =
                Stream.concat(parts.get(1).stream(), parts.get(3).stream()).toList();
        for (var memory : updated) {
            assertThat(system.client().patch(memory, Map.of("importance", 7)).statusCode())
                    .isEqualTo(200);
        }
        Memories.awaitIndexed(system.client(), Duration.ofMinutes(5));
        var strangers = LongStream.range(UNKNOWN, UNKNOWN + each).boxed().toList();
        try (var chroma = new Chroma(system.chroma().port(), system.passwords())) {
            chroma.remove(parts.get(0));
            chroma.setVersion(parts.get(1), 1);
            for (var stranger : strangers) {
                chroma.copy(memories.getLast(), stranger);
            }
        }
        system.graph().remove(parts.get(2));
        system.graph().setVersion(parts.get(3), 1);
        system.graph().copy(memories.getLast(), strangers);
        Set<String> damages = new HashSet<>();
        parts.get(0).forEach(memory -> damages.add("vector missing " + memory));
        parts.get(1).forEach(memory -> damages.add("vector stale " + memory));
        parts.get(2).forEach(memory -> damages.add("graph missing " + memory));
        parts.get(3).forEach(memory -> damages.add("graph stale " + memory));
        for (var projection : Projection.values()) {
            strangers.forEach(stranger -> damages.add(projection.wireName() + " orphaned " + stranger));
        }
        return damages;
    }

    private JsonNode sync(String operation) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        var accepted = system.client().post("/sync", Map.of("operation", operation));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var job = operator.awaitEnd(Client.json(accepted).path("id").stringValue());
        assertThat(job.path("state").stringValue()).as(job.toString()).isEqualTo("completed");
        System.out.printf("%s took %d ms%n", operation, (System.nanoTime() - begun) / 1_000_000);
        return job;
    }

    private int findingsOfACheck() throws IOException, InterruptedException {
        sync("check");
        return findings("open").size();
    }

    private Set<String> findings(String state) throws IOException, InterruptedException {
        Set<String> findings = new HashSet<>();
        var cursor = "";
        while (true) {
            var page = Client.json(system.client().get("/sync/findings?limit=1000&state=" + state + cursor));
            for (var finding : page.path("items")) {
                findings.add(finding.path("projection").stringValue() + " "
                        + finding.path("kind").stringValue() + " "
                        + finding.path("memory_log_id").longValue());
            }
            if (page.path("next_cursor").isNull()) {
                return findings;
            }
            cursor = "&cursor=" + page.path("next_cursor").stringValue();
        }
    }

    /// The first ten memories that each question finds.
    private List<List<Long>> answers(String mode) {
        List<List<Long>> answers = new ArrayList<>();
        for (var question : QUESTIONS) {
            List<Long> memories = new ArrayList<>();
            system.client()
                    .hits(question, mode)
                    .forEach(hit -> memories.add(hit.path("memory_log_id").longValue()));
            answers.add(memories);
        }
        assertThat(answers).as(mode).anyMatch(memories -> !memories.isEmpty());
        return answers;
    }

    private static double shared(List<List<Long>> before, List<List<Long>> after) {
        var all = 0;
        var same = 0;
        for (var question = 0; question < before.size(); question++) {
            all += before.get(question).size();
            same += (int) before.get(question).stream()
                    .filter(after.get(question)::contains)
                    .count();
        }
        return (double) same / all;
    }

    private long embeddedPassages() {
        var timer = system.worker()
                .context()
                .getBean(MeterRegistry.class)
                .get("memlog.embedding.duration")
                .tag("kind", "passage")
                .timer();
        return timer.count();
    }

    private static void print(String what, JsonNode job) {
        System.out.println(what + ": " + job);
    }
}
