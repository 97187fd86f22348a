package io.memlog.api.operations.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AutomaticReplayIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RunningService service = RunningService.deadLetters();
    private final DeadLetterFixture deadLetters = new DeadLetterFixture();
    private final JobQueue jobs = service.bean(JobQueue.class);
    private final AutomaticReplay automatic = service.bean(AutomaticReplay.class);

    @Test
    void a_transient_dead_letter_is_replayed_a_minute_after_its_failure_and_a_permanent_one_is_not() {
        var due = deadLetters.publish(failed("apply_failed", Duration.ofSeconds(61)));
        var early = deadLetters.publish(failed("apply_failed", Duration.ZERO));
        var permanent = deadLetters.publish(failed("content_refused", Duration.ofHours(2)));

        submitDue();

        await().atMost(TIMEOUT).until(() -> deadLetters.state(due).equals("replaying"));
        assertThat(deadLetters.state(early)).isEqualTo("open");
        assertThat(deadLetters.state(permanent)).isEqualTo("open");
        assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(1);
        var earlyView = service.get("/dead-letters/" + early).json();
        assertThat(earlyView.get("retry_class").stringValue()).isEqualTo("transient");
        assertThat(Instant.parse(earlyView.get("next_retry_at").stringValue()))
                .isEqualTo(
                        Instant.parse(earlyView.get("last_seen").stringValue()).plus(Duration.ofMinutes(1)));
        var permanentView = service.get("/dead-letters/" + permanent).json();
        assertThat(permanentView.get("retry_class").stringValue()).isEqualTo("permanent");
        assertThat(permanentView.get("next_retry_at").isNull()).isTrue();
    }

    @Test
    void the_dead_letters_of_an_unavailable_tenant_are_replayed_one_by_one_until_it_recovers() {
        deadLetters.publish(Stream.generate(() -> failed("index_unavailable", Duration.ofMinutes(2)))
                .limit(6)
                .toList());

        submitDue();
        await().atMost(TIMEOUT).until(() -> deadLetters.states().equals(Map.of("open", 5, "replaying", 1)));
        submitDue();
        assertThat(deadLetters.states()).isEqualTo(Map.of("open", 5, "replaying", 1));

        deadLetters.acknowledge(Projection.VECTOR);
        submitDue();
        await().atMost(TIMEOUT)
                .until(() -> deadLetters.states().equals(Map.of("open", 2, "replaying", 3, "replayed", 1)));
    }

    @Test
    void a_tenant_whose_replay_has_just_failed_again_is_left_alone() {
        var memory = DeadLetterFixture.nextMemory();
        var first = deadLetters.publish(deadLetters
                .builder(Projection.VECTOR, memory)
                .because("index_unavailable", "io.memlog.IndexUnavailableException", "timed out")
                .at(Instant.now().minus(Duration.ofMinutes(3))));
        deadLetters.publish(failed("index_unavailable", Duration.ofMinutes(2)));
        submitDue();
        await().atMost(TIMEOUT).until(() -> deadLetters.state(first).equals("replaying"));

        deadLetters.failAgain(first, 1, memory, "index_unavailable", Duration.ZERO);
        submitDue();

        assertThat(deadLetters.states()).isEqualTo(Map.of("open", 2));
    }

    @Test
    void a_dead_letter_is_parked_after_its_automatic_replays_have_failed() {
        var memory = DeadLetterFixture.nextMemory();
        var letter = deadLetters.publish(deadLetters
                .builder(Projection.VECTOR, memory)
                .because("apply_failed", "io.memlog.Failure", "it failed")
                .at(Instant.now().minus(Duration.ofHours(5))));
        for (int replay = 1; replay <= 3; replay++) {
            submitDue();
            await().atMost(TIMEOUT).until(() -> deadLetters.state(letter).equals("replaying"));
            deadLetters.failAgain(letter, replay, memory, "apply_failed", Duration.ofHours(4));
        }

        submitDue();

        assertThat(deadLetters.state(letter)).isEqualTo("parked");
        assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(3);
        assertThat(service.get("/dead-letters/" + letter)
                        .json()
                        .get("next_retry_at")
                        .isNull())
                .isTrue();
    }

    @Test
    void with_automatic_replays_switched_on_a_due_dead_letter_is_replayed_and_applied_without_a_request() {
        try (var _ = service.another(List.of(), "--memlog.dead-letters.auto-replay=true")) {
            var due = deadLetters.publish(failed("apply_failed", Duration.ofSeconds(61)));
            await().atMost(TIMEOUT)
                    .until(() -> deadLetters.sent(Projection.VECTOR).size() == 1);

            deadLetters.acknowledge(Projection.VECTOR);

            assertThat(deadLetters.state(due)).isEqualTo("replayed");
        }
    }

    @Test
    void a_lost_replay_of_a_tenant_does_not_delay_its_other_dead_letters_after_the_time_out() {
        var first = deadLetters.publish(failed("index_unavailable", Duration.ofMinutes(3)));
        var second = deadLetters.publish(failed("index_unavailable", Duration.ofMinutes(2)));
        submitDue();
        await().atMost(TIMEOUT).until(() -> deadLetters.state(first).equals("replaying"));

        var now = Instant.now();

        assertThat(due(now, now.minus(Duration.ofHours(1)))).doesNotContain(second);
        assertThat(due(now, now)).contains(second);
    }

    @Test
    void a_dead_letter_of_an_unavailable_tenant_does_not_wait_for_those_with_another_reason() {
        deadLetters.publish(failed("apply_failed", Duration.ofMinutes(3)));
        deadLetters.publish(failed("apply_failed", Duration.ofMinutes(3)));
        var unavailable = deadLetters.publish(failed("index_unavailable", Duration.ofMinutes(2)));

        assertThat(due(Instant.now(), Instant.EPOCH)).contains(unavailable);
    }

    private List<DeadLetterId> due(Instant now, Instant unacknowledgedSince) {
        return service.bean(DeadLetterReplayRepository.class).due(now, unacknowledgedSince, 1_000);
    }

    /// Submits what is due, when the job before has ended.
    private void submitDue() {
        awaitEndOfJobs();
        automatic.submitDue();
        awaitEndOfJobs();
    }

    private void awaitEndOfJobs() {
        await().atMost(TIMEOUT)
                .until(() -> jobs.unfinished(Set.of(DeadLetterReplayJob.KIND)).isEmpty());
    }

    private DeadLetterBuilder failed(String reason, Duration ago) {
        return deadLetters
                .builder(Projection.VECTOR, DeadLetterFixture.nextMemory())
                .because(reason, "io.memlog.Failure", "it failed")
                .at(Instant.now().minus(ago));
    }
}
