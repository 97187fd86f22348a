package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.header;
import static io.memlog.api.operations.replay.ReplayTopicReader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterReplayIT {

    private static final AtomicLong MEMORIES = new AtomicLong(7_000_000_000L);

    private final RunningService service = RunningService.shared();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final DeadLetterFixture graveyard = new DeadLetterFixture();

    @Test
    void a_letter_goes_byte_for_byte_to_the_consumer_that_failed_and_to_no_other() {
        var memory = MEMORIES.incrementAndGet();
        var letter = graveyard.bury(graveyard
                .letter(Projection.GRAPH, memory)
                .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .with("nothing", (byte[]) null)
                .with("own", new byte[] {0, (byte) 0xfe}));

        var job = graveyard.ended(graveyard.replay(letter));

        assertThat(job.json().get("state").stringValue()).isEqualTo("completed");
        assertThat(job.json().get("request").toString()).isEqualTo("{\"dead_letter\":\"" + letter + "\"}");
        assertThat(job.json().get("progress").toString())
                .isEqualTo("{\"total\":1,\"done\":1,\"sent\":1,\"skipped\":0}");
        assertThat(job.json().get("letters").toString())
                .isEqualTo("{\"replaying\":1,\"replayed\":0,\"skipped\":0,\"open\":0,\"parked\":0}");
        assertThat(graveyard.sent(Projection.VECTOR)).isEmpty();
        var sent = graveyard.sent(Projection.GRAPH).getFirst();
        assertThat(graveyard.sent(Projection.GRAPH)).hasSize(1);
        assertThat(text(sent.key())).isEqualTo("" + memory);
        assertThat(text(sent.value())).isEqualTo("the event of " + memory);
        assertThat(sent.partition()).isEqualTo(3);
        assertThat(sent.headers().toArray())
                .extracting(org.apache.kafka.common.header.Header::key)
                .containsExactlyInAnyOrder(
                        CloudEventHeaders.TYPE,
                        CloudEventHeaders.MEMORY_VERSION,
                        CloudEventHeaders.USER_ID,
                        CloudEventHeaders.PROJECT_ID,
                        "nothing",
                        "own",
                        "memlog-dead-letter-id",
                        "memlog-dead-letter-replay");
        assertThat(sent.headers().lastHeader("nothing").value()).isNull();
        assertThat(sent.headers().lastHeader("own").value()).containsExactly(0, 0xfe);
        assertThat(header(sent, "memlog-dead-letter-id")).isEqualTo(letter.toString());
        assertThat(header(sent, "memlog-dead-letter-replay")).isEqualTo("1");
    }

    @Test
    void the_job_tells_what_became_of_the_letters() {
        var memory = MEMORIES.incrementAndGet();
        var one = graveyard.bury(graveyard.letter(Projection.VECTOR, memory));
        graveyard.bury(graveyard.letter(Projection.GRAPH, MEMORIES.incrementAndGet()));

        var accepted = graveyard.replayAll("");
        graveyard.ended(accepted);
        graveyard.settle(Projection.GRAPH);
        graveyard.failAgain(one, 1, Projection.VECTOR, memory);

        assertThat(graveyard.job(accepted).json().get("letters").toString())
                .isEqualTo("{\"replaying\":0,\"replayed\":1,\"skipped\":0,\"open\":1,\"parked\":0}");
    }

    @Test
    void only_the_group_that_was_asked_for_is_touched() {
        var meant = graveyard.bury(graveyard
                .letter(Projection.VECTOR, MEMORIES.incrementAndGet())
                .because("refused", "io.memlog.Refused", "the store refuses memory 7"));
        var other = graveyard.bury(graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()));
        var group = sql.fetchSingle("SELECT group_id FROM dead_letter WHERE id = ?", meant.value())
                .get(0, String.class);

        var job = graveyard.ended(service.post(
                "/dead-letters/replay",
                "{\"filter\":{\"group\":\"%s\",\"user_id\":\"%s\",\"state\":\"open\"},\"rate_per_second\":50}"
                        .formatted(group, graveyard.user)));

        assertThat(job.json().get("rate_per_second").intValue()).isEqualTo(50);
        assertThat(graveyard.state(meant)).isEqualTo("replaying");
        assertThat(graveyard.state(other)).isEqualTo("open");
        assertThat(graveyard.sent(Projection.VECTOR)).hasSize(1);
    }

    @Test
    void a_dry_run_counts_and_shows_and_touches_nothing() {
        graveyard.bury(IntStream.range(0, 12)
                .mapToObj(i -> graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()))
                .toList());

        var answer = graveyard.replayAll(",\"dry_run\":true");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("count").intValue()).isEqualTo(12);
        assertThat(answer.json().get("rate_per_second").intValue()).isEqualTo(200);
        assertThat(answer.json().get("sample").size()).isEqualTo(10);
        assertThat(answer.json().at("/sample/0/state").stringValue()).isEqualTo("open");
        assertThat(answer.json().at("/sample/0/original/partition").intValue()).isEqualTo(3);
        assertThat(graveyard.states()).containsOnlyKeys("open");
        assertThat(graveyard.sent(Projection.VECTOR)).isEmpty();
    }

    @Test
    void when_nothing_matches_there_is_no_job() {
        var answer = graveyard.replayAll("");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("{\"count\":0,\"sample\":[],\"rate_per_second\":200}");
    }

    @Test
    void a_letter_that_is_not_open_is_refused_with_what_is_the_case() {
        var memory = MEMORIES.incrementAndGet();
        var letter = graveyard.bury(graveyard.letter(Projection.VECTOR, memory));
        graveyard.ended(graveyard.replay(letter));

        var replaying = graveyard.replay(letter);
        graveyard.failAgain(letter, 1, Projection.VECTOR, memory);
        graveyard.ended(graveyard.replay(letter));
        graveyard.failAgain(letter, 2, Projection.VECTOR, memory);
        graveyard.ended(graveyard.replay(letter));
        graveyard.failAgain(letter, 3, Projection.VECTOR, memory);
        var parked = graveyard.replay(letter);

        assertThat(replaying.status()).isEqualTo(409);
        assertThat(detail(replaying)).contains("is being replayed since", "60 minutes");
        assertThat(parked.status()).isEqualTo(409);
        assertThat(detail(parked)).contains("parked", "3 replays", "edit it, discard it", "POST /replays");
        assertThat(graveyard.sent(Projection.VECTOR))
                .extracting(sent -> header(sent, "memlog-dead-letter-replay"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void a_letter_that_is_settled_is_refused() {
        var replayed = graveyard.bury(graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()));
        graveyard.ended(graveyard.replay(replayed));
        graveyard.settle(Projection.VECTOR);
        var discarded = graveyard.bury(graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()));
        service.post("/dead-letters/" + discarded + "/discard", "{\"reason\":\"a test\"}");

        assertThat(graveyard.replay(replayed).status()).isEqualTo(409);
        assertThat(detail(graveyard.replay(replayed))).contains("was replayed");
        assertThat(graveyard.replay(discarded).status()).isEqualTo(409);
        assertThat(detail(graveyard.replay(discarded))).contains("is discarded");
        assertThat(graveyard.replayAll("").json().get("count").intValue()).isZero();
    }

    @Test
    void an_unknown_letter_is_not_found() {
        assertThat(graveyard.replay(new DeadLetterId(UUID.randomUUID())).status())
                .isEqualTo(404);
        assertThat(service.post("/dead-letters/nonsense/replay", "").status()).isEqualTo(404);
    }

    @Test
    void a_replay_that_nobody_answers_for_long_may_be_asked_for_again() {
        var letter = graveyard.bury(graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()));
        graveyard.ended(graveyard.replay(letter));
        sql.execute("UPDATE dead_letter SET changed_at = changed_at - interval '2 hours' WHERE id = ?", letter.value());

        var job = graveyard.ended(graveyard.replay(letter));

        assertThat(job.json().at("/progress/sent").intValue()).isEqualTo(1);
        assertThat(graveyard.sent(Projection.VECTOR))
                .extracting(sent -> header(sent, "memlog-dead-letter-replay"))
                .containsExactly("1", "2");
    }

    @Test
    void there_is_nothing_to_replay_when_the_memory_is_deleted_or_the_index_holds_a_newer_version() {
        var deleted = stored();
        var newer = stored();
        var applied = stored();
        var graves = List.of(deleted, newer, applied);
        graveyard.bury(graves.stream()
                .map(memory -> graveyard.letter(Projection.VECTOR, memory))
                .toList());
        service.send("DELETE", "/memory-logs/" + deleted);
        reached(newer, 2);
        reached(applied, 1);

        var job = graveyard.ended(graveyard.replayAll(""));

        assertThat(job.json().get("progress").toString())
                .isEqualTo("{\"total\":3,\"done\":3,\"sent\":1,\"skipped\":2}");
        assertThat(job.json().get("letters").toString())
                .isEqualTo("{\"replaying\":1,\"replayed\":0,\"skipped\":2,\"open\":0,\"parked\":0}");
        assertThat(graveyard.sent(Projection.VECTOR))
                .extracting(sent -> text(sent.key()))
                .containsExactly("" + applied);
        assertThat(graveyard.states()).containsEntry("skipped", 2).containsEntry("replaying", 1);
    }

    @Test
    void the_deletion_itself_and_an_erasure_are_replayed_although_the_memory_is_deleted() {
        var deleted = stored();
        service.send("DELETE", "/memory-logs/" + deleted);
        var deletion = graveyard
                .letter(Projection.VECTOR, deleted)
                .with(CloudEventHeaders.TYPE, "memory_log.deleted")
                .with(CloudEventHeaders.MEMORY_VERSION, "2");
        graveyard.bury(deletion);

        var job = graveyard.ended(graveyard.replay(deletion.id()));

        assertThat(job.json().at("/progress/sent").intValue()).isEqualTo(1);
    }

    @Test
    void the_letters_of_a_memory_are_sent_in_the_order_of_its_versions() {
        var memory = MEMORIES.incrementAndGet();
        graveyard.bury(IntStream.iterate(20, version -> version - 1)
                .limit(20)
                .mapToObj(version -> graveyard
                        .letter(Projection.VECTOR, memory)
                        .with(CloudEventHeaders.MEMORY_VERSION, "" + version))
                .toList());

        graveyard.ended(graveyard.replayAll(",\"rate_per_second\":40"));

        assertThat(graveyard.sent(Projection.VECTOR))
                .extracting(sent -> Integer.valueOf(header(sent, "ce_memoryversion")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void two_jobs_over_the_same_letters_send_each_once() {
        bury(300);

        var jobs = IntStream.range(0, 4)
                .mapToObj(i -> graveyard.replayAll(",\"rate_per_second\":1000"))
                .toList();
        jobs.forEach(job -> {
            if (job.status() == 202) {
                graveyard.ended(job);
            }
        });

        assertThat(graveyard.sent(Projection.VECTOR)).hasSize(300);
        assertThat(graveyard.count("replays = 1 AND state = 'replaying' AND replay_sent"))
                .isEqualTo(300);
    }

    @Test
    void a_letter_that_fails_again_is_not_sent_again_by_the_same_job() {
        var letters = LongStream.range(0, 30)
                .mapToObj(i -> graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()))
                .toList();
        graveyard.bury(letters);
        var first = letters.getFirst().id();

        var job = graveyard.replayAll(",\"rate_per_second\":10");
        await().until(() -> graveyard.state(first).equals("replaying"));
        graveyard.failAgain(first, 1, Projection.VECTOR, MEMORIES.get() - 29);
        var ended = graveyard.ended(job);

        assertThat(ended.json().at("/progress/sent").intValue()).isEqualTo(30);
        assertThat(graveyard.sent(Projection.VECTOR)).hasSize(30);
        assertThat(graveyard.state(first)).isEqualTo("open");
    }

    @Test
    void a_cancelled_replay_leaves_the_rest_open_and_nothing_half_done() {
        bury(60);

        var job = graveyard.replayAll(",\"rate_per_second\":20");
        await().until(() -> graveyard.job(job).json().at("/progress/sent").intValue() > 0);
        var cancelled = service.post(job.header("Location") + "/cancel", "");
        var ended = graveyard.ended(job);

        assertThat(cancelled.json().get("state").stringValue()).isEqualTo("cancelled");
        assertThat(ended.json().get("state").stringValue()).isEqualTo("cancelled");
        var sent = ended.json().at("/progress/sent").intValue();
        assertThat(sent).isBetween(1, 59);
        assertThat(graveyard.sent(Projection.VECTOR)).hasSize(sent);
        assertThat(graveyard.states()).containsEntry("replaying", sent).containsEntry("open", 60 - sent);
        assertThat(graveyard.count("state = 'replaying' AND NOT replay_sent")).isZero();
    }

    @Test
    void without_kafka_the_job_waits_says_so_and_goes_on() {
        bury(40);

        var waiting = new Answer[1];
        service.withoutKafka(() -> {
            waiting[0] = graveyard.replayAll(",\"rate_per_second\":100");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> graveyard.job(waiting[0]).json().get("error").isString());
            assertThat(graveyard.job(waiting[0]).json().get("error").stringValue())
                    .startsWith("waiting: Kafka cannot be written");
            assertThat(graveyard.job(waiting[0]).json().get("state").stringValue())
                    .isEqualTo("running");
        });
        var ended = graveyard.ended(waiting[0]);

        assertThat(ended.json().get("state").stringValue()).isEqualTo("completed");
        assertThat(ended.json().get("error").isNull()).isTrue();
        assertThat(new HashSet<>(graveyard.sent(Projection.VECTOR).stream()
                        .map(sent -> text(sent.key()))
                        .toList()))
                .hasSize(40);
    }

    @Test
    void without_postgres_the_job_waits_and_goes_on() {
        bury(200);
        var job = graveyard.replayAll(",\"rate_per_second\":50");
        await().until(() -> !graveyard.sent(Projection.VECTOR).isEmpty());

        service.withoutPostgres(
                () -> assertThat(service.get(job.header("Location")).status()).isEqualTo(503));
        await().atMost(Duration.ofSeconds(60)).until(() -> graveyard.job(job).status() == 200);
        var ended = graveyard.ended(job);

        assertThat(ended.json().get("state").stringValue()).isEqualTo("completed");
        assertThat(ended.json().at("/progress/sent").intValue()).isEqualTo(200);
        assertThat(graveyard.count("replays = 1 AND replay_sent")).isEqualTo(200);
    }

    @Test
    void the_achieved_rate_is_measured() {
        bury(2_000);

        var job =
                graveyard.ended(graveyard.replayAll(",\"rate_per_second\":500")).json();

        var times = graveyard.sent(Projection.VECTOR).stream()
                .map(ConsumerRecord::timestamp)
                .sorted()
                .toList();
        assertThat(times).hasSize(2_000);
        System.out.printf(
                "2,000 letters asked for at 500/s: %.0f/s, at most %d within 100 ms, job %s to %s%n",
                2_000 * 1_000.0 / (times.getLast() - times.getFirst()),
                IntStream.range(0, times.size())
                        .map(i -> (int) times.subList(i, times.size()).stream()
                                .takeWhile(time -> time < times.get(i) + 100)
                                .count())
                        .max()
                        .orElse(0),
                job.get("started_at"),
                job.get("finished_at"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"filter\":{\"state\":\"parked\"}};#/filter/state",
                "{\"filter\":{\"consumer\":\"chroma\"}};#/filter/consumer",
                "{\"filter\":{\"limit\":3}};#/filter/limit",
                "{\"filter\":[]};#/filter",
                "{\"filter\":{},\"rate_per_second\":0};#/rate_per_second",
                "{\"filter\":{},\"dry_run\":1};#/dry_run",
                "{\"user_id\":\"u\"};#/user_id"
            })
    void what_is_wrong_is_named(String body, String place) {
        var answer = service.post("/dead-letters/replay", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongPlaces()).containsExactly(place);
    }

    private void bury(int letters) {
        graveyard.bury(IntStream.range(0, letters)
                .mapToObj(i -> graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()))
                .toList());
    }

    private long stored() {
        return service.post(
                        "/memory-logs",
                        "{\"task\":\"t\",\"user_id\":\"%s\",\"project_id\":\"p\",\"raw_data\":{}}"
                                .formatted(graveyard.user))
                .id();
    }

    private void reached(long memory, long version) {
        sql.execute(
                "INSERT INTO projection_state (memory_id, projection, version, state, at) VALUES (?, 'vector', ?, 'stored', now())",
                memory,
                version);
    }

    private static String detail(Answer problem) {
        return problem.json().get("detail").stringValue();
    }
}
