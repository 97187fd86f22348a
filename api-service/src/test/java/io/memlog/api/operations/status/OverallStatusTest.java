package io.memlog.api.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.status.StatusReport.Consumer;
import io.memlog.api.operations.status.StatusReport.DeadLetters;
import io.memlog.api.operations.status.StatusReport.Outbox;
import io.memlog.api.operations.status.StatusReport.Store;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverallStatusTest {

    private static final Consumer FOLLOWING = new Consumer("following", 3L, null, null);
    private static final Outbox QUIET = new Outbox(2, 10, 0, 0);
    private static final DeadLetters SETTLED = new DeadLetters(0, 1, 0, 0, Map.of());

    @Test
    void all_is_well_while_everything_works_and_nothing_waits_for_people() {
        assertThat(status(Store.UP, FOLLOWING, QUIET, SETTLED)).isEqualTo("up");
    }

    @Test
    void a_part_that_does_not_work_degrades_the_whole() {
        assertThat(status(Store.down("no answer"), FOLLOWING, QUIET, SETTLED)).isEqualTo("degraded");
        assertThat(status(Store.unknown("no worker"), FOLLOWING, QUIET, SETTLED))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, new Consumer("paused", 1L, "Chroma is away", null), QUIET, SETTLED))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, Consumer.unreachable("no answer"), QUIET, SETTLED))
                .isEqualTo("degraded");
    }

    @Test
    void what_waits_for_people_degrades_the_whole() {
        assertThat(status(Store.UP, FOLLOWING, QUIET, new DeadLetters(1, 0, 0, 60, Map.of())))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, FOLLOWING, QUIET, new DeadLetters(0, 0, 1, 60, Map.of())))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, FOLLOWING, new Outbox(11, 10, 60, 0), SETTLED))
                .isEqualTo("degraded");
        assertThat(status(Store.UP, FOLLOWING, new Outbox(0, 10, 0, 1), SETTLED))
                .isEqualTo("degraded");
    }

    @Test
    void without_postgres_it_is_down() {
        var overview = OverallStatus.of(Instant.EPOCH, Map.of(), Map.of(), null, null);

        assertThat(overview.status()).isEqualTo("down");
    }

    private static String status(Store store, Consumer consumer, Outbox outbox, DeadLetters letters) {
        return OverallStatus.of(Instant.EPOCH, Map.of("any", store), Map.of("any", consumer), outbox, letters)
                .status();
    }
}
