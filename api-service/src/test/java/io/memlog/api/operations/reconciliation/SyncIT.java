package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.FakeStore;
import io.memlog.api.RunningService;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SyncIT {

    private static final long UNKNOWN = 900_000_000_000_001L;

    private final RunningService service = RunningService.shared();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final FakeStore index = service.embeddingWorker().store();
    private final String user = "agreeing-" + UUID.randomUUID();
    private final Tenant tenant = new Tenant(user, "p");

    @AfterEach
    void everybody_is_well() {
        service.embeddingWorker().isWell();
        service.graphWorker().isWell();
    }

    @Test
    void a_check_finds_what_disagrees_and_nothing_else() {
        var right = memories(6);
        right.forEach(memory -> index.holds(tenant, memory, 1, EntryState.STORED));
        var missing = memory();
        var stale = memory();
        var damaged = memory();
        var deleted = memory();
        var wellDeleted = memory();
        update(stale);
        delete(deleted);
        delete(wellDeleted);
        index.holds(tenant, stale, 1, EntryState.STORED);
        index.holds(tenant, damaged, 1, EntryState.DAMAGED);
        index.holds(tenant, deleted, 1, EntryState.STORED);
        index.holds(tenant, wellDeleted, 2, EntryState.DELETED);
        index.holds(tenant, UNKNOWN, 1, EntryState.STORED);
        var stranger = new Tenant(user, "elsewhere");
        index.holds(stranger, right.getFirst(), 1, EntryState.STORED);
        settled();

        var job = ended(sync("check"));

        assertThat(findings(""))
                .extracting(
                        finding -> finding.get("memory_log_id").longValue(),
                        finding -> finding.get("project_id").stringValue(),
                        finding -> finding.get("kind").stringValue(),
                        finding -> finding.get("damaged").booleanValue())
                .containsExactlyInAnyOrder(
                        tuple(missing, "p", "missing", false),
                        tuple(stale, "p", "stale", false),
                        tuple(damaged, "p", "stale", true),
                        tuple(deleted, "p", "orphaned", false),
                        tuple(UNKNOWN, "p", "orphaned", false),
                        tuple(right.getFirst(), "elsewhere", "orphaned", false));
        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.at("/progress/done").longValue()).isEqualTo(11);
        assertThat(job.at("/result/missing").longValue()).isEqualTo(1);
        assertThat(job.at("/result/stale").longValue()).isEqualTo(2);
        assertThat(job.at("/result/orphaned").longValue()).isEqualTo(3);
    }

    @Test
    void what_waits_for_its_consumer_is_no_finding_until_the_queue_is_empty() throws Exception {
        var lost = memory();
        quiet();

        var before = ended(sync("check"));
        var found = findings("");
        handleEverything();
        ended(sync("check"));

        assertThat(before.at("/result/in_flight").longValue()).isEqualTo(1);
        assertThat(found).isEmpty();
        assertThat(findings(""))
                .extracting(finding -> finding.get("memory_log_id").longValue())
                .containsExactly(lost);
    }

    @Test
    void a_memory_that_has_just_changed_is_left_alone() {
        memory();

        var job = ended(sync("check"));

        assertThat(job.at("/result/in_flight").longValue()).isEqualTo(1);
        assertThat(findings("")).isEmpty();
    }

    @Test
    void a_store_that_dies_in_the_middle_is_waited_for_and_nothing_is_made_of_it() {
        var memories = memories(9);
        memories.forEach(memory -> index.holds(tenant, memory, 1, EntryState.STORED));
        settled();
        service.embeddingWorker().fails(503);

        var job = sync("full");
        await().until(() -> state(job).get("error").toString().contains("waiting: the vector index"));
        var meanwhile = findings("");
        service.embeddingWorker().fails(200);
        var end = ended(job);

        assertThat(meanwhile).isEmpty();
        assertThat(findings("")).isEmpty();
        assertThat(end.get("state").stringValue()).isEqualTo("completed");
        assertThat(end.at("/progress/sent").longValue()).isZero();
        assertThat(end.at("/result/checked").longValue()).isEqualTo(9);
    }

    @Test
    void a_repair_brings_everything_back_and_says_what_it_did() {
        var right = memory();
        var missing = memory();
        var ahead = memory();
        var deleted = memory();
        delete(deleted);
        index.holds(tenant, right, 1, EntryState.STORED);
        index.holds(tenant, ahead, 7, EntryState.STORED);
        index.holds(tenant, deleted, 1, EntryState.STORED);
        index.holds(tenant, UNKNOWN, 1, EntryState.STORED);
        var stranger = new Tenant(user, "elsewhere");
        index.holds(stranger, right, 1, EntryState.STORED);
        settled();

        JsonNode job;
        try (var _ = new FakeProjectionConsumer(service.kafka(), index, user)) {
            job = ended(sync("full"));
        }

        assertThat(job.at("/result/repaired").longValue()).as(job.toString()).isEqualTo(5);
        assertThat(job.at("/result/left").longValue()).isZero();
        assertThat(index.of(tenant)).hasSize(4);
        assertThat(index.entry(tenant, missing).state()).isEqualTo(EntryState.STORED);
        assertThat(index.entry(tenant, ahead).version()).isEqualTo(1);
        assertThat(index.entry(tenant, deleted).state()).isEqualTo(EntryState.DELETED);
        assertThat(index.of(stranger)).isEmpty();
        assertThat(findings("&state=open")).isEmpty();
        assertThat(findings("&state=repaired"))
                .extracting(finding -> finding.at("/repair/job").stringValue())
                .hasSize(5)
                .containsOnly(job.get("id").stringValue());
        assertThat(stateOf(right)).isEqualTo("stored");
    }

    @Test
    void a_repair_goes_on_while_others_write() throws Exception {
        var memories = memories(12);
        settled();

        try (var followed = new FakeProjectionConsumer(service.kafka(), index, user)) {
            var writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 3; i++) {
                    memories.forEach(this::update);
                }
            });
            var job = ended(sync("full"));
            writing.get();
            await().untilAsserted(() ->
                    assertThat(index.of(tenant).values()).hasSize(12).allMatch(entry -> entry.version() == 4));

            assertThat(job.get("state").stringValue()).isEqualTo("completed");
            assertThat(followed.replayed()).isLessThanOrEqualTo(24);
        }
    }

    @Test
    void a_finding_that_agrees_by_itself_is_gone() {
        var memory = memory();
        settled();
        ended(sync("check"));
        index.holds(tenant, memory, 1, EntryState.STORED);

        ended(sync("check"));

        assertThat(findings("&state=open")).isEmpty();
        assertThat(findings("&state=gone")).hasSize(1);
    }

    @Test
    void what_cannot_be_repaired_stays_open() {
        memory();
        settled();

        var job = ended(sync("full"));

        assertThat(job.at("/result/left").longValue()).isEqualTo(1);
        assertThat(findings("&state=open"))
                .extracting(finding -> finding.at("/repair/what").stringValue())
                .containsExactly("sent");
    }

    @Test
    void a_second_repair_of_the_same_is_told_of_the_first() {
        memory();
        settled();
        var first = sync("full");

        var second = sync("repair");
        var other = service.post("/sync", "{\"operation\":\"repair\",\"user_id\":\"somebody-else\"}");
        var check = sync("check");
        var third = service.post("/sync", "{\"operation\":\"rebuild\",\"projection\":\"vector\"}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().get("detail").stringValue())
                .contains(first.json().get("id").stringValue());
        assertThat(third.status()).isEqualTo(409);
        assertThat(check.status()).isEqualTo(202);
        assertThat(other.status()).isEqualTo(202);
        ended(first);
        ended(other);
        ended(check);
    }

    @Test
    void a_limit_bounds_what_is_compared() {
        memories(9);
        settled();

        var job = ended(service.post(
                "/sync",
                "{\"operation\":\"check\",\"projection\":\"vector\",\"user_id\":\"%s\",\"limit\":6}".formatted(user)));

        assertThat(job.at("/progress/total").longValue()).isEqualTo(6);
        assertThat(job.at("/result/checked").longValue()).isEqualTo(6);
        assertThat(findings("")).hasSize(6);
    }

    @Test
    void a_dry_run_counts_and_does_nothing() {
        memories(3);

        var answer = service.post(
                "/sync", "{\"operation\":\"rebuild\",\"user_id\":\"%s\",\"dry_run\":true}".formatted(user));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"operation\":\"rebuild\",\"tenants\":1,\"memories\":3,\"findings\":0}");
    }

    @Test
    void a_cancelled_check_ends() {
        memories(3);
        settled();
        service.embeddingWorker().fails(503);
        var job = sync("check");
        await().until(() -> state(job).get("error").isString());

        service.post(job.header("Location") + "/cancel", "");
        service.embeddingWorker().fails(200);

        assertThat(ended(job).get("state").stringValue()).isEqualTo("cancelled");
    }

    @Test
    void a_rebuild_fills_an_empty_index_with_the_vectors_that_were_made_before() throws Exception {
        var memories = memories(5);
        delete(memories.getLast());
        settled();
        sql.execute(
                "INSERT INTO memory_embedding (memory_id, version, model, dimensions, vectors) VALUES (?, 1, 'm', 2, ?)",
                memories.getFirst(),
                new Float[] {1.5f, -2f});

        JsonNode job;
        try (var followed = new FakeProjectionConsumer(service.kafka(), index, user)) {
            var accepted = sync("rebuild");
            await().until(() -> followed.replayed() == 5);
            handleEverything();
            job = ended(accepted);
        }

        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.at("/progress/sent").longValue()).isEqualTo(5);
        assertThat(index.of(tenant)).hasSize(5);
        assertThat(findings("")).isEmpty();
    }

    @Test
    void the_statistics_say_what_was_found() {
        memory();
        settled();
        ended(sync("check"));

        var answer = service.get("/sync").json();

        assertThat(answer.at("/projections/vector/findings/open/missing").longValue())
                .isPositive();
        assertThat(answer.at("/scheduler/state").stringValue()).isEqualTo("off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};#/operation",
                "{\"operation\":\"mend\"};#/operation",
                "{\"operation\":\"check\",\"projection\":\"chroma\"};#/projection",
                "{\"operation\":\"check\",\"limit\":0};#/limit",
                "{\"operation\":\"rebuild\",\"limit\":1};#/limit",
                "{\"operation\":\"check\",\"dry_run\":1};#/dry_run",
                "{\"operation\":\"check\",\"user_id\":\" \"};#/user_id",
                "{\"operation\":\"check\",\"consumer\":\"vector\"};#/consumer"
            })
    void what_is_wrong_is_named(String body, String place) {
        var answer = service.post("/sync", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongPlaces()).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource({"kind=damaged, kind", "state=closed, state", "projection=x, projection", "cursor=x, cursor"})
    void wrong_parameters_are_named(String query, String place) {
        var answer = service.get("/sync/findings?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongPlaces()).containsExactly(place);
    }

    private Answer sync(String operation) {
        return service.post(
                "/sync",
                "{\"operation\":\"%s\",\"projection\":\"vector\",\"user_id\":\"%s\"}".formatted(operation, user));
    }

    private JsonNode ended(Answer accepted) {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> state(accepted).get("finished_at").isString());
        return state(accepted);
    }

    private JsonNode state(Answer accepted) {
        return service.get(accepted.header("Location")).json();
    }

    private List<JsonNode> findings(String more) {
        var items = service.get("/sync/findings?projection=vector&limit=1000&user_id=" + user + more)
                .json()
                .get("items");
        return items.valueStream().toList();
    }

    private List<Long> memories(int count) {
        return IntStream.range(0, count).mapToObj(_ -> memory()).toList();
    }

    private long memory() {
        return service.post("/memory-logs", body()).id();
    }

    private void update(long memory) {
        assertThat(service.put("/memory-logs/" + memory, body()).status()).isEqualTo(200);
    }

    private String body() {
        return "{\"task\":\"t\",\"user_id\":\"%s\",\"project_id\":\"p\",\"raw_data\":{}}".formatted(user);
    }

    private void delete(long memory) {
        assertThat(service.delete("/memory-logs/" + memory).status()).isEqualTo(204);
    }

    private String stateOf(long memory) {
        return service.get("/memory-logs/" + memory + "/status")
                .json()
                .at("/vector/state")
                .stringValue();
    }

    /// The consumer has reported everything of this user, a while ago.
    private void settled() {
        sql.execute("""
                INSERT INTO projection_state (memory_id, projection, version, state, at)
                SELECT memory_id, 'vector', version, CASE WHEN deleted_at IS NULL THEN 'stored' ELSE 'deleted' END, now()
                FROM memory_log WHERE user_id = ?
                ON CONFLICT (memory_id, projection) DO UPDATE SET version = excluded.version, state = excluded.state
                """, user);
        quiet();
    }

    /// Nothing of this user has changed for a while, and nothing waits in the outbox.
    private void quiet() {
        await().until(() -> sql.fetchSingle("""
                                SELECT NOT EXISTS (SELECT FROM outbox)
                                   AND max(recorded_at) < now() - interval '400 milliseconds'
                                FROM event WHERE user_id = ?
                                """, user).get(0, Boolean.class));
    }

    /// The consumer of the vector index has committed all there is.
    private void handleEverything() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        service.bean(ConsumerLag.class).endOffsets(Projection.VECTOR).forEach((partition, end) -> {
            var dash = partition.lastIndexOf('-');
            var number = Integer.parseInt(partition.substring(dash + 1));
            offsets.put(new TopicPartition(partition.substring(0, dash), number), new OffsetAndMetadata(end));
        });
        try (var admin = Admin.create(Map.of("bootstrap.servers", service.kafka()))) {
            admin.alterConsumerGroupOffsets("memlog-vector", offsets).all().get();
        }
    }
}
