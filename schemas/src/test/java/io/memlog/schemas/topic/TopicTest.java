package io.memlog.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void every_topic_has_the_partitions_of_the_events_so_that_replays_and_dead_letters_line_up() {
        assertThat(Topic.all()).extracting(Topic::partitions).containsOnly(12);
    }

    @Test
    void names_are_those_of_the_design_and_never_mix_dots_and_underscores() {
        assertThat(Topic.all())
                .extracting(Topic::name)
                .containsExactlyInAnyOrder(
                        "memory-log-events",
                        "memory-log-progress",
                        "memory-log-events-vector-replay",
                        "memory-log-events-vector-dlt",
                        "memory-log-events-graph-replay",
                        "memory-log-events-graph-dlt")
                .allMatch(name -> name.matches("[a-z-]+"));
    }
}
