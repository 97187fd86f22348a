package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static io.memlog.consumer.Messages.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.InMemoryProjection.Written;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Consumption without failures.
abstract class ConsumptionContract extends ConsumerContract {

    @Test
    void a_change_is_written_reported_and_committed() throws Exception {
        startConsumer();

        kafka.send(message(LIVE, change(memory(1), 1)));

        awaitCommitted();
        assertThat(projection.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(kafka.read(Topic.PROGRESS)).singleElement().satisfies(progress -> {
            assertThat(text(progress.key())).isEqualTo("1");
            assertThat(header(progress, CloudEventHeaders.ID)).isEqualTo("vector.stored/1/1");
            assertThat(header(progress, CloudEventHeaders.TYPE)).isEqualTo("vector.stored");
            assertThat(header(progress, CloudEventHeaders.SOURCE)).isEqualTo("/memlog/test-worker");
        });
    }

    @Test
    void duplicates_are_applied_once() throws Exception {
        var repeated = List.of(message(LIVE, change(memory(1), 1)), message(LIVE, change(memory(1), 1)));
        startConsumer();

        kafka.send(repeated);
        awaitCommitted();
        kafka.send(repeated);

        awaitCommitted();
        assertThat(projection.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(reported()).containsOnly("vector.stored/1/1").hasSizeGreaterThan(1);
    }

    @Test
    void the_same_version_is_dropped_from_the_live_topic_and_applied_from_the_replay_topic() throws Exception {
        startConsumer();
        kafka.send(message(LIVE, change(memory(1), 2)));
        awaitCommitted();

        kafka.send(message(LIVE, change(memory(1), 2)));
        awaitCommitted();
        assertThat(projection.writes()).hasSize(1);
        kafka.send(List.of(message(REPLAY.name(), change(memory(1), 2)), message(REPLAY.name(), change(memory(1), 1))));

        awaitCommitted();
        assertThat(projection.writes()).containsExactly(new Written(memory(1), 2), new Written(memory(1), 2));
    }

    @Test
    void a_tombstone_purges_the_memory() throws Exception {
        startConsumer();
        kafka.send(List.of(message(LIVE, change(memory(1), 1)), message(LIVE, change(memory(2), 1))));
        awaitCommitted();

        kafka.send(List.of(tombstone(LIVE, memory(1), 9), message(LIVE, "2", Map.of(), null)));

        awaitCommitted();
        assertThat(projection.versions()).containsOnlyKeys(memory(2));
        assertThat(kafka.read(DEAD)).isEmpty();
    }
}
