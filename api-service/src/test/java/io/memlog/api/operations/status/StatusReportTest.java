package io.memlog.api.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.status.StatusReport.DeadLetters;
import io.memlog.api.operations.status.StatusReport.Outbox;
import io.memlog.api.operations.status.StatusReport.Pipeline;
import io.memlog.api.operations.status.StatusReport.Store;
import io.memlog.schemas.status.WorkerStatus.Consumer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final Consumer FOLLOWING = new Consumer("following", 3L, null, null);
    private static final Outbox PUBLISHED = new Outbox(2, 10, 0, 0);
    private static final Pipeline NONE_OVERDUE = new Pipeline(Map.of("vector", 0L), true, List.of());
    private static final DeadLetters NONE_OPEN = new DeadLetters(0, 1, 0, 0, Map.of());

    @Test
    void it_is_up_while_everything_works_and_nothing_needs_attention() {
        assertThat(status(Store.UP, FOLLOWING, PUBLISHED, NONE_OPEN)).isEqualTo("up");
    }

    @Test
    void a_part_that_does_not_work_degrades_the_status() {
        assertThat(status(Store.down("no answer"), FOLLOWING, PUBLISHED, NONE_OPEN))
                .isEqualTo("degraded");
        assertThat(status(Store.unknown("no worker"), FOLLOWING, PUBLISHED, NONE_OPEN))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, new Consumer("paused", 1L, "Chroma is unavailable", null), PUBLISHED, NONE_OPEN))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, new Consumer("unreachable", null, "no answer", null), PUBLISHED, NONE_OPEN))
                .isEqualTo("degraded");
    }

    @Test
    void what_needs_attention_degrades_the_status() {
        assertThat(status(Store.UP, FOLLOWING, PUBLISHED, new DeadLetters(1, 0, 0, 60, Map.of())))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, FOLLOWING, PUBLISHED, new DeadLetters(0, 0, 1, 60, Map.of())))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, FOLLOWING, new Outbox(11, 10, 60, 0), NONE_OPEN))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, FOLLOWING, new Outbox(0, 10, 0, 1), NONE_OPEN))
                .isEqualTo("degraded");
    }

    @Test
    void without_postgres_it_is_down() {
        var report = StatusReport.of(Instant.EPOCH, Map.of(), Map.of(), null, null, NONE_OVERDUE);

        assertThat(report.status()).isEqualTo("down");
    }

    @Test
    void an_overdue_change_degrades_the_status() {
        var overdue = new Pipeline(Map.of("vector", 0L, "graph", 1L), true, List.of());

        var report = StatusReport.of(
                Instant.EPOCH, Map.of("any", Store.UP), Map.of("any", FOLLOWING), PUBLISHED, NONE_OPEN, overdue);

        assertThat(report.status()).isEqualTo("degraded");
    }

    private static String status(Store store, Consumer consumer, Outbox outbox, DeadLetters letters) {
        return StatusReport.of(
                        Instant.EPOCH, Map.of("any", store), Map.of("any", consumer), outbox, letters, NONE_OVERDUE)
                .status();
    }
}
