package io.memlog.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void every_topic_has_the_same_number_of_partitions() {
        assertThat(Topic.all()).extracting(Topic::partitions).containsOnly(12);
    }

    @Test
    void topics_have_their_fixed_names_without_dots_and_underscores() {
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
