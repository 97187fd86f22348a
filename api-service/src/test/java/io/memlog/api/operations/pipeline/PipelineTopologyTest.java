package io.memlog.api.operations.pipeline;

import static io.memlog.api.operations.pipeline.TestPipeline.NOW;
import static io.memlog.api.operations.pipeline.TestPipeline.RETENTION;
import static io.memlog.api.operations.pipeline.TestPipeline.change;
import static io.memlog.api.operations.pipeline.TestPipeline.deadLetter;
import static io.memlog.api.operations.pipeline.TestPipeline.failed;
import static io.memlog.api.operations.pipeline.TestPipeline.purge;
import static io.memlog.api.operations.pipeline.TestPipeline.replayed;
import static io.memlog.api.operations.pipeline.TestPipeline.stored;
import static io.memlog.api.operations.pipeline.TestPipeline.written;
import static io.memlog.schemas.topic.Projection.GRAPH;
import static io.memlog.schemas.topic.Projection.VECTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.pipeline.MinuteStatistics.Count;
import io.memlog.api.operations.pipeline.TestPipeline.Message;
import io.memlog.schemas.topic.Projection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTopologyTest {

    private static final Instant EARLIER = NOW.minus(Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private TestPipeline pipeline;

    @BeforeEach
    void start() {
        pipeline = new TestPipeline(folder);
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void a_change_is_accepted_in_its_minute_and_stored_in_that_of_the_report() {
        pipeline.send(change(1, 1, EARLIER), stored(VECTOR, 1, 1, EARLIER.plusSeconds(90)));

        assertThat(pipeline.minute(EARLIER).accepted()).isEqualTo(1);
        assertThat(count(EARLIER, VECTOR, Count.STORED)).isZero();
        assertThat(count(EARLIER.plusSeconds(90), VECTOR, Count.STORED)).isEqualTo(1);
        assertThat(latency(EARLIER.plusSeconds(90), VECTOR)).isCloseTo(Duration.ofSeconds(90), Duration.ofSeconds(1));
    }

    @Test
    void what_no_projection_reported_is_outstanding_in_the_minute_of_the_change() {
        pipeline.send(change(1, 1, EARLIER), stored(VECTOR, 1, 1, EARLIER));

        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isZero();
        assertThat(count(EARLIER, GRAPH, Count.OUTSTANDING)).isEqualTo(1);
    }

    @Test
    void a_report_that_comes_before_its_change_counts_with_its_latency() {
        pipeline.send(stored(VECTOR, 1, 1, EARLIER.plusMillis(80)));
        assertThat(count(EARLIER, VECTOR, Count.STORED)).isZero();

        pipeline.send(change(1, 1, EARLIER));

        assertThat(count(EARLIER, VECTOR, Count.STORED)).isEqualTo(1);
        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isZero();
        assertThat(latency(EARLIER, VECTOR)).isCloseTo(Duration.ofMillis(80), Duration.ofMillis(1));
    }

    @Test
    void a_report_on_a_later_version_ends_the_wait_for_the_earlier_ones() {
        pipeline.send(
                change(1, 1, EARLIER),
                change(1, 2, EARLIER.plusSeconds(60)),
                stored(VECTOR, 1, 2, EARLIER.plusSeconds(61)));

        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isZero();
        assertThat(count(EARLIER.plusSeconds(60), VECTOR, Count.OUTSTANDING)).isZero();
        assertThat(count(EARLIER.plusSeconds(60), VECTOR, Count.STORED)).isEqualTo(1);
    }

    @Test
    void a_change_that_comes_after_a_report_on_a_later_version_is_not_waited_for() {
        pipeline.send(
                change(1, 2, EARLIER.plusSeconds(1)),
                stored(VECTOR, 1, 2, EARLIER.plusSeconds(2)),
                change(1, 1, EARLIER));

        assertThat(pipeline.minute(EARLIER).accepted()).isEqualTo(2);
        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isZero();
    }

    @Test
    void a_clock_that_is_behind_gives_the_latency_0() {
        pipeline.send(change(1, 1, EARLIER), stored(VECTOR, 1, 1, EARLIER.minusSeconds(5)));

        assertThat(latency(EARLIER.minusSeconds(5), VECTOR)).isEqualTo(Duration.ZERO);
    }

    @Test
    void what_a_clock_that_is_ahead_reports_counts_now() {
        pipeline.send(change(1, 1, NOW), stored(VECTOR, 1, 1, NOW.plus(Duration.ofHours(3))));

        assertThat(count(NOW, VECTOR, Count.STORED)).isEqualTo(1);
    }

    @Test
    void a_failure_ends_the_wait_and_a_replay_that_succeeds_is_stored() {
        var letter = UUID.randomUUID();

        pipeline.send(
                change(1, 1, EARLIER),
                failed(VECTOR, 1, 1, EARLIER),
                deadLetter(VECTOR, "1", 1L, 7),
                stored(VECTOR, 1, 1, NOW),
                replayed(VECTOR, 1, letter, 1, NOW));

        assertThat(count(EARLIER, VECTOR, Count.FAILED)).isEqualTo(1);
        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isZero();
        assertThat(count(NOW, VECTOR, Count.DEAD_LETTERED)).isEqualTo(1);
        assertThat(count(NOW, VECTOR, Count.STORED)).isEqualTo(1);
        assertThat(count(NOW, VECTOR, Count.REPLAYED)).isEqualTo(1);
    }

    @Test
    void dead_letters_without_a_memory_count_once_each() {
        pipeline.send(
                deadLetter(GRAPH, null, null, 7),
                deadLetter(GRAPH, "x".repeat(1_000), null, 8),
                deadLetter(GRAPH, null, null, 7));

        assertThat(count(NOW, GRAPH, Count.DEAD_LETTERED)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void figures_are_the_same_in_whatever_order_and_however_often_messages_come(long seed, @TempDir Path other) {
        var random = new Random(seed);
        var messages = messages(random);
        var shuffled = new ArrayList<>(messages);
        messages.stream().filter(_ -> random.nextBoolean()).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);

        pipeline.send(messages.toArray(Message[]::new));
        try (var disturbed = new TestPipeline(other)) {
            disturbed.send(shuffled.toArray(Message[]::new));

            assertThat(described(disturbed)).isNotEmpty().isEqualTo(described(pipeline));
        }
    }

    @Test
    void a_purged_memory_is_not_waited_for() {
        pipeline.send(change(1, 1, EARLIER), purge(1, 1));

        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isZero();
        assertThat(pipeline.minute(EARLIER).accepted()).isEqualTo(1);
    }

    @Test
    void what_was_written_before_the_retention_is_ignored() {
        var old = NOW.minus(RETENTION).minusSeconds(1);

        pipeline.send(written(old, change(1, 1, old)));

        assertThat(pipeline.memories()).isZero();
        assertThat(pipeline.minutes()).isEmpty();
    }

    @Test
    void a_change_that_is_published_after_a_long_outage_is_stored_with_its_whole_latency() {
        var old = NOW.minus(RETENTION).minus(Duration.ofHours(1));

        pipeline.send(change(1, 1, old), stored(VECTOR, 1, 1, NOW));

        assertThat(pipeline.minutes()).hasSize(1);
        assertThat(latency(NOW, VECTOR)).isCloseTo(Duration.ofHours(25), Duration.ofMinutes(16));
    }

    @Test
    void minutes_and_memories_that_are_done_expire_and_what_is_waited_for_stays() {
        pipeline.send(change(1, 1, NOW), stored(VECTOR, 1, 1, NOW), stored(GRAPH, 1, 1, NOW), change(2, 1, NOW));

        pipeline.advance(RETENTION.plus(Duration.ofMinutes(2)));

        assertThat(pipeline.minutes()).isEmpty();
        assertThat(pipeline.memories()).isEqualTo(1);
        pipeline.send(written(pipeline.now(), stored(VECTOR, 2, 1, pipeline.now())));
        assertThat(count(pipeline.now(), VECTOR, Count.STORED)).isEqualTo(1);
    }

    @Test
    void of_a_memory_with_many_versions_the_latest_are_kept() {
        for (int version = 1; version <= 100; version++) {
            pipeline.send(change(1, version, EARLIER));
        }

        assertThat(count(EARLIER, VECTOR, Count.OUTSTANDING)).isEqualTo(TrackedMemory.MAX_VERSIONS);
        assertThat(pipeline.minute(EARLIER).accepted()).isEqualTo(100);
    }

    /// All that happens to some memories, in an order that could have been.
    private static List<Message> messages(Random random) {
        List<Message> messages = new ArrayList<>();
        for (int memory = 1; memory <= 15; memory++) {
            for (int version = 1; version <= 1 + random.nextInt(4); version++) {
                var at = EARLIER.plusMillis(random.nextInt(240_000));
                messages.add(change(memory, version, at));
                for (var projection : Projection.values()) {
                    var later = at.plusMillis(random.nextInt(120_000) - 1_000);
                    switch (random.nextInt(4)) {
                        case 0 -> {}
                        case 1 -> {
                            messages.add(failed(projection, memory, version, later));
                            messages.add(deadLetter(projection, "" + memory, (long) version, messages.size()));
                        }
                        default -> messages.add(stored(projection, memory, version, later));
                    }
                }
            }
        }
        return messages;
    }

    private static Map<Long, String> described(TestPipeline pipeline) {
        Map<Long, String> described = new TreeMap<>();
        pipeline.minutes().forEach((minute, bytes) -> {
            var figures = MinuteStatistics.parse(bytes);
            var text = new StringBuilder("accepted " + figures.accepted());
            for (var projection : Projection.values()) {
                for (var count : Count.values()) {
                    text.append(' ').append(count).append(' ').append(figures.count(projection, count));
                }
                text.append(" p50 ").append(figures.percentile(projection, 50));
                text.append(" p99 ").append(figures.percentile(projection, 99));
            }
            described.put(minute, text.toString());
        });
        return described;
    }

    private long count(Instant minute, Projection projection, Count count) {
        return pipeline.minute(minute).count(projection, count);
    }

    private Duration latency(Instant minute, Projection projection) {
        return Objects.requireNonNull(pipeline.minute(minute).percentile(projection, 100));
    }
}
