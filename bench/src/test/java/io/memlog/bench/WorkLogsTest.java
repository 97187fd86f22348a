package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkLogsTest {

    private final WorkLogs logs = new WorkLogs("project");

    @Test
    void the_same_number_gives_the_same_log_of_about_a_kilobyte() {
        assertThat(logs.json(42)).isEqualTo(new WorkLogs("project").json(42));
        assertThat(LongStream.range(0, 1_000).map(number -> logs.json(number).length))
                .allMatch(length -> length > 700 && length < 1_700);
    }

    @Test
    void a_batch_has_the_logs_from_its_first_number_on() {
        var items = Json.mapper().readTree(logs.batch(10, 3)).path("items");

        assertThat(items).hasSize(3);
        assertThat(items.path(2)).isEqualTo(Json.mapper().readTree(logs.json(12)));
    }
}
