package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.topic.Projection;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request for a replay selects, and its answer.
class DeadLetterReplayRequestIT {

    private final RunningService service = RunningService.deadLetters();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final DeadLetterFixture deadLetters = new DeadLetterFixture();

    @Test
    void a_filter_by_group_replays_only_that_group() {
        var meant = deadLetters.publish(deadLetters
                .builder(Projection.VECTOR, DeadLetterFixture.nextMemory())
                .because("refused", "io.memlog.Refused", "the store refuses memory 7"));
        var other = deadLetters.publish(deadLetters.builder(Projection.VECTOR, DeadLetterFixture.nextMemory()));
        var group = sql.fetchSingle("SELECT group_id FROM dead_letter WHERE id = ?", meant.value())
                .get(0, String.class);

        var job = service.awaitFinished(service.post("/dead-letters/replay", """
                {"filter":{"group":"%s","user_id":"%s","state":"open"},"rate_per_second":50}
                """.formatted(group, deadLetters.user)));

        assertThat(job.get("rate_per_second").intValue()).isEqualTo(50);
        assertThat(deadLetters.state(meant)).isEqualTo("replaying");
        assertThat(deadLetters.state(other)).isEqualTo("open");
        assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(1);
    }

    @Test
    void a_dry_run_counts_and_samples_and_changes_nothing() {
        deadLetters.publish(12);

        var answer = deadLetters.dryRun();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("count").intValue()).isEqualTo(12);
        assertThat(answer.json().get("rate_per_second").intValue()).isEqualTo(200);
        assertThat(answer.json().get("sample").size()).isEqualTo(10);
        assertThat(answer.json().at("/sample/0/state").stringValue()).isEqualTo("open");
        assertThat(answer.json().at("/sample/0/original/partition").intValue()).isEqualTo(3);
        assertThat(deadLetters.states()).containsOnlyKeys("open");
        assertThat(deadLetters.sent(Projection.VECTOR)).isEmpty();
    }

    @Test
    void a_filter_that_matches_nothing_submits_no_job() {
        var answer = deadLetters.replayAll();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("""
                {"count":0,"sample":[],"rate_per_second":200}""");
    }

    @Test
    void replaying_a_replaying_or_parked_dead_letter_is_a_conflict_with_its_reason() {
        var memory = DeadLetterFixture.nextMemory();
        var letter = deadLetters.publish(deadLetters.builder(Projection.VECTOR, memory));
        service.awaitFinished(deadLetters.replay(letter));

        var replaying = deadLetters.replay(letter);
        deadLetters.failAgain(letter, 1, Projection.VECTOR, memory);
        service.awaitFinished(deadLetters.replay(letter));
        deadLetters.failAgain(letter, 2, Projection.VECTOR, memory);
        service.awaitFinished(deadLetters.replay(letter));
        deadLetters.failAgain(letter, 3, Projection.VECTOR, memory);
        var parked = deadLetters.replay(letter);

        assertThat(replaying.status()).isEqualTo(409);
        assertThat(detail(replaying)).contains("is being replayed since", "60 minutes");
        assertThat(parked.status()).isEqualTo(409);
        assertThat(detail(parked)).contains("parked", "3 replays", "edit it, discard it", "POST /replays");
        assertThat(deadLetters.sent(Projection.VECTOR))
                .extracting(sent -> header(sent, "memlog-dead-letter-replay"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void replaying_an_ended_dead_letter_is_a_conflict() {
        var replayed = deadLetters.publish(deadLetters.builder(Projection.VECTOR, DeadLetterFixture.nextMemory()));
        service.awaitFinished(deadLetters.replay(replayed));
        deadLetters.acknowledge(Projection.VECTOR);
        var discarded = deadLetters.publish(deadLetters.builder(Projection.VECTOR, DeadLetterFixture.nextMemory()));
        service.post("/dead-letters/" + discarded + "/discard", """
                {"reason":"a test"}
                """);

        assertThat(deadLetters.replay(replayed).status()).isEqualTo(409);
        assertThat(detail(deadLetters.replay(replayed))).contains("was replayed");
        assertThat(deadLetters.replay(discarded).status()).isEqualTo(409);
        assertThat(detail(deadLetters.replay(discarded))).contains("is discarded");
        assertThat(deadLetters.replayAll().json().get("count").intValue()).isZero();
    }

    @Test
    void an_unknown_dead_letter_is_not_found() {
        assertThat(deadLetters.replay(new DeadLetterId(UUID.randomUUID())).status())
                .isEqualTo(404);
        assertThat(service.post("/dead-letters/nonsense/replay", "").status()).isEqualTo(404);
    }

    @Test
    void a_replay_that_is_not_acknowledged_in_time_can_be_requested_again() {
        var letter = deadLetters.publish(deadLetters.builder(Projection.VECTOR, DeadLetterFixture.nextMemory()));
        service.awaitFinished(deadLetters.replay(letter));
        sql.execute("UPDATE dead_letter SET changed_at = changed_at - interval '2 hours' WHERE id = ?", letter.value());

        var job = service.awaitFinished(deadLetters.replay(letter));

        assertThat(job.at("/progress/sent").intValue()).isEqualTo(1);
        assertThat(deadLetters.sent(Projection.VECTOR))
                .extracting(sent -> header(sent, "memlog-dead-letter-replay"))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            {"filter":{"state":"parked"}} ; #/filter/state
            {"filter":{"consumer":"chroma"}} ; #/filter/consumer
            {"filter":{"limit":3}} ; #/filter/limit
            {"filter":[]} ; #/filter
            {"filter":{},"rate_per_second":0} ; #/rate_per_second
            {"filter":{},"dry_run":1} ; #/dry_run
            {"user_id":"u"} ; #/user_id
            """)
    void invalid_members_are_named(String body, String place) {
        var answer = service.post("/dead-letters/replay", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }

    private static String detail(Answer problem) {
        return problem.json().get("detail").stringValue();
    }
}
