package io.memlog.api.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import io.memlog.api.operations.deadletters.DeadLetterHistory.TimestampedEvent;
import io.memlog.api.operations.deadletters.Failure.Cause;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterHistoryTest {

    private static final DeadLetterId DEAD_LETTER =
            DeadLetterId.of(Projection.VECTOR, new OriginalRecord(new RecordPosition("memory-log-events", 0, 0), 0L));
    private static final Instant START = Instant.parse("2025-11-13T08:00:00Z");
    private static final UUID JOB = new UUID(0, 1);
    private static final int MAX_REPLAYS = 3;

    @Test
    void a_first_failure_is_open() {
        var snapshot = snapshot(List.of(failure(0)), List.of());

        assertThat(snapshot.state()).isEqualTo(DeadLetterState.OPEN);
        assertThat(snapshot.attempts()).isEqualTo(4);
        assertThat(snapshot.firstSeen()).isEqualTo(START);
    }

    @Test
    void a_requested_replay_is_replaying_until_its_consumer_acknowledges_it() {
        var requested = List.of(recorded(requested(1)));

        var before = snapshot(List.of(failure(0)), requested);
        var after = snapshot(List.of(failure(0), failure(1)), requested);

        assertThat(before.state()).isEqualTo(DeadLetterState.REPLAYING);
        assertThat(isAcknowledged(List.of(failure(0)), requested)).isFalse();
        assertThat(before.job()).isEqualTo(JOB);
        assertThat(after.state()).isEqualTo(DeadLetterState.OPEN);
        assertThat(isAcknowledged(List.of(failure(0), failure(1)), requested)).isTrue();
        assertThat(after.failedReplays()).isEqualTo(1);
        assertThat(after.attempts()).isEqualTo(8);
    }

    @Test
    void the_same_failure_twice_counts_once() {
        var snapshot = snapshot(
                List.of(failure(0), failure(1), failure(1), failure(0)),
                List.of(recorded(requested(1)), recorded(requested(1))));

        assertThat(snapshot.failedReplays()).isEqualTo(1);
        assertThat(snapshot.attempts()).isEqualTo(8);
        assertThat(snapshot.state()).isEqualTo(DeadLetterState.OPEN);
    }

    @Test
    void three_failed_replays_make_it_parked() {
        var events = List.of(recorded(requested(1)), recorded(requested(2)), recorded(requested(3)));

        var snapshot = snapshot(List.of(failure(0), failure(1), failure(2), failure(3)), events);

        assertThat(snapshot.state()).isEqualTo(DeadLetterState.PARKED);
    }

    @Test
    void a_transient_failure_is_retried_later_after_each_failed_replay() {
        var requests = List.of(recorded(requested(1)), recorded(requested(2)));

        assertThat(snapshot(List.of(transientFailure(0)), List.of()).nextRetryAt())
                .isEqualTo(START.plus(Duration.ofMinutes(1)));
        assertThat(snapshot(List.of(transientFailure(0), transientFailure(1)), requests.subList(0, 1))
                        .nextRetryAt())
                .isEqualTo(START.plusSeconds(1).plus(Duration.ofMinutes(3)));
        assertThat(snapshot(List.of(transientFailure(0), transientFailure(1), transientFailure(2)), requests)
                        .nextRetryAt())
                .isEqualTo(START.plusSeconds(2).plus(Duration.ofMinutes(9)));
    }

    @Test
    void a_permanent_failure_and_a_replaying_dead_letter_have_no_next_retry() {
        assertThat(snapshot(List.of(failure(0)), List.of()).nextRetryAt()).isNull();
        assertThat(snapshot(List.of(transientFailure(0)), List.of(recorded(requested(1))))
                        .nextRetryAt())
                .isNull();
    }

    @Test
    void an_outcome_of_an_earlier_replay_leaves_it_replaying() {
        var snapshot =
                snapshot(List.of(failure(0)), List.of(recorded(requested(1)), recorded(requested(2)), replayed(1)));

        assertThat(snapshot.state()).isEqualTo(DeadLetterState.REPLAYING);
        assertThat(snapshot.replays()).isEqualTo(2);
    }

    @Test
    void a_replayed_dead_letter_stays_replayed_after_a_skipped_or_failed_redelivery() {
        var snapshot = snapshot(
                List.of(failure(0), failure(1)),
                List.of(recorded(requested(1)), replayed(1), recorded(new Skipped(DEAD_LETTER, 1, "passed_over"))));

        assertThat(snapshot.state()).isEqualTo(DeadLetterState.REPLAYED);
    }

    @Test
    void a_skip_before_or_after_sending_makes_it_skipped() {
        var before = snapshot(List.of(failure(0)), List.of(recorded(new Skipped(DEAD_LETTER, 0, "deleted"))));
        var after = snapshot(
                List.of(failure(0)),
                List.of(recorded(requested(1)), recorded(new Skipped(DEAD_LETTER, 1, "passed_over"))));

        assertThat(before.state()).isEqualTo(DeadLetterState.SKIPPED);
        assertThat(after.state()).isEqualTo(DeadLetterState.SKIPPED);
    }

    @Test
    void a_discard_or_correction_is_final() {
        var failures = List.of(failure(0), failure(1));

        var discarded = snapshot(
                failures, List.of(recorded(requested(1)), recorded(new Discarded(DEAD_LETTER, "r")), replayed(1)));
        var superseded = snapshot(
                failures, List.of(recorded(requested(1)), recorded(new Superseded(DEAD_LETTER, 2, "r")), replayed(1)));

        assertThat(discarded.state()).isEqualTo(DeadLetterState.DISCARDED);
        assertThat(superseded.state()).isEqualTo(DeadLetterState.SUPERSEDED);
    }

    @Test
    void order_and_duplicates_of_failures_and_events_do_not_change_the_snapshot() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var failures = new ArrayList<Failure>();
            var events = new ArrayList<TimestampedEvent>();
            for (int step = 0; step <= random.nextInt(8); step++) {
                var replay = 1 + random.nextInt(4);
                switch (random.nextInt(7)) {
                    case 0, 1 -> failures.add(failure(replay, random.nextInt(3)));
                    case 2 -> events.add(recorded(requested(replay)));
                    case 3 -> events.add(replayed(replay));
                    case 4 -> events.add(recorded(new Skipped(DEAD_LETTER, replay, "passed_over")));
                    case 5 -> events.add(recorded(new Discarded(DEAD_LETTER, "r")));
                    default -> events.add(recorded(new Superseded(DEAD_LETTER, 2, "r")));
                }
            }
            failures.add(failure(0));
            var snapshot = snapshot(failures, events);

            failures.addAll(List.copyOf(failures));
            events.addAll(List.copyOf(events));
            Collections.shuffle(failures, random);
            Collections.shuffle(events, random);

            assertThat(snapshot(failures, events)).isEqualTo(snapshot);
        }
    }

    @Test
    void events_are_read_as_they_were_written() {
        var events = Arrays.<DeadLetterEvent>asList(
                requested(1),
                new ReplayRequested(DEAD_LETTER, Projection.GRAPH, null, 2),
                new Replayed(DEAD_LETTER, 1),
                new Skipped(DEAD_LETTER, 2, "passed_over"),
                new Skipped(DEAD_LETTER, 0, "deleted"),
                new Discarded(DEAD_LETTER, "of no use"),
                new Superseded(DEAD_LETTER, 5, "corrected"));

        assertThat(events)
                .allSatisfy(event -> assertThat(DeadLetterEvent.read(DEAD_LETTER, event.type(), event.data()))
                        .contains(event));
        assertThat(events).extracting(DeadLetterEvent::eventId).doesNotHaveDuplicates();
    }

    private static boolean isAcknowledged(List<Failure> failures, List<TimestampedEvent> events) {
        return new DeadLetterHistory(failures, events).isAcknowledged();
    }

    private static DeadLetterSnapshot snapshot(List<Failure> failures, List<TimestampedEvent> events) {
        return new DeadLetterHistory(failures, events).snapshot(MAX_REPLAYS);
    }

    private static ReplayRequested requested(int replay) {
        return new ReplayRequested(DEAD_LETTER, Projection.VECTOR, JOB, replay);
    }

    private static TimestampedEvent replayed(int replay) {
        return recorded(new Replayed(DEAD_LETTER, replay));
    }

    private static TimestampedEvent recorded(DeadLetterEvent event) {
        return new TimestampedEvent(event, START.plusSeconds(event.toString().length()));
    }

    @Test
    void replays_that_met_an_unavailable_index_do_not_park_it() {
        var events = List.of(recorded(requested(1)), recorded(requested(2)), recorded(requested(3)));
        var failures = List.of(failure(0), unavailable(1), unavailable(2), unavailable(3));

        var snapshot = snapshot(failures, events);

        assertThat(snapshot.state()).isEqualTo(DeadLetterState.OPEN);
        assertThat(snapshot.failedReplays()).isZero();
    }

    private static Failure unavailable(int replay) {
        var failure = failure(replay);
        return new Failure(
                replay,
                failure.at(),
                Cause.of("index_unavailable", "java.lang.Exception", "503", null),
                failure.attempts(),
                failure.position());
    }

    private static Failure failure(int replay) {
        return failure(replay, 0);
    }

    private static Failure transientFailure(int replay) {
        var failure = failure(replay);
        return new Failure(
                replay,
                failure.at(),
                Cause.of("apply_failed", "java.lang.Exception", "boom", null),
                failure.attempts(),
                failure.position());
    }

    private static Failure failure(int replay, int later) {
        return new Failure(
                replay,
                START.plusSeconds(replay).plusMillis(later),
                Cause.of("test", "java.lang.Exception", "boom", null),
                4,
                new RecordPosition("memory-log-events-vector-dlt", 0, replay * 10L + later));
    }
}
