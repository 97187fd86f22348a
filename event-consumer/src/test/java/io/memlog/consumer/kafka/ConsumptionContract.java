package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.erasure;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.MemoryIndex.Written;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a follower does while all is well, on a Kafka of any kind.
abstract class ConsumptionContract extends OnKafka {

    @Test
    void a_change_is_written_reported_and_committed() throws Exception {
        follow();

        kafka.send(message(LIVE, change(memory(1), 1)));

        settled();
        assertThat(index.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(kafka.read(Topic.PROGRESS)).singleElement().satisfies(progress -> {
            assertThat(text(progress.key())).isEqualTo("1");
            assertThat(header(progress, CloudEventHeaders.ID)).isEqualTo("vector.stored/1/1");
            assertThat(header(progress, CloudEventHeaders.TYPE)).isEqualTo("vector.stored");
            assertThat(header(progress, CloudEventHeaders.SOURCE)).isEqualTo("/memlog/test-worker");
        });
    }

    @Test
    void duplicates_have_the_effect_of_one() throws Exception {
        var repeated = List.of(message(LIVE, change(memory(1), 1)), message(LIVE, change(memory(1), 1)));
        follow();

        kafka.send(repeated);
        settled();
        kafka.send(repeated);

        settled();
        assertThat(index.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(reported()).containsOnly("vector.stored/1/1").hasSizeGreaterThan(1);
    }

    @Test
    void the_same_version_is_dropped_from_the_live_topic_and_applied_from_the_replay_topic() throws Exception {
        follow();
        kafka.send(message(LIVE, change(memory(1), 2)));
        settled();

        kafka.send(message(LIVE, change(memory(1), 2)));
        settled();
        assertThat(index.writes()).hasSize(1);
        kafka.send(List.of(message(REPLAY.name(), change(memory(1), 2)), message(REPLAY.name(), change(memory(1), 1))));

        settled();
        assertThat(index.writes()).containsExactly(new Written(memory(1), 2), new Written(memory(1), 2));
    }

    @Test
    void a_message_without_a_value_erases() throws Exception {
        follow();
        kafka.send(List.of(message(LIVE, change(memory(1), 1)), message(LIVE, change(memory(2), 1))));
        settled();

        kafka.send(List.of(erasure(LIVE, memory(1)), message(LIVE, "2", Map.of(), null)));

        settled();
        assertThat(index.versions()).containsOnlyKeys(memory(2));
        assertThat(kafka.read(DEAD)).isEmpty();
    }
}
