package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.memory.InMemoryEventStore;
import io.memlog.schemas.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchRecorderTest {

    private static final int MAX_WAITING = 1_000;

    private final InMemoryEventStore log = new InMemoryEventStore(Clock.systemUTC());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void the_query_is_recorded_where_a_setting_asks_for_it() {
        var recorder = recorder(1, true);

        search(recorder);
        recorder.write();

        var event = recorded().getFirst();
        assertThat(event.type()).isEqualTo("vector.searched");
        assertThat(event.context().userId()).isEqualTo("u");
        assertThat(Json.mapper().readTree(event.data()).get("query").stringValue())
                .isEqualTo("tea");
    }

    @Test
    void a_sample_of_zero_records_nothing() {
        var recorder = recorder(0, false);

        IntStream.range(0, 100).forEach(_ -> search(recorder));
        recorder.write();

        assertThat(recorded()).isEmpty();
        assertThat(dropped()).isZero();
    }

    @Test
    void records_that_come_faster_than_they_are_written_are_dropped_and_counted() {
        var recorder = recorder(1, false);

        IntStream.range(0, MAX_WAITING + 7).forEach(_ -> search(recorder));
        recorder.destroy();

        assertThat(recorded()).hasSize(MAX_WAITING);
        assertThat(dropped()).isEqualTo(7);
    }

    private SearchRecorder recorder(double sample, boolean query) {
        return new SearchRecorder(
                log, new SearchRecordingProperties(sample, query), UUID::randomUUID, meters, Clock.systemUTC());
    }

    private static void search(SearchRecorder recorder) {
        var request = new SearchRequest("tea", "u", "p", 10, null, SearchRequest.Mode.HYBRID, List.of(), null, null);
        recorder.record(request, new Search.Found(List.of(), Map.of(), true, 0), Duration.ofMillis(3));
    }

    private List<StoredEvent> recorded() {
        return log.find(EventQuery.all().limit(2 * MAX_WAITING)).events();
    }

    private double dropped() {
        return meters.counter("memlog.search.records.dropped").count();
    }
}
