package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTaskTest {

    @ParameterizedTest
    @CsvSource({
        "2, 1, true",
        "2, 2, false",
        "2, 3, false",
    })
    void the_live_topic_applies_newer_versions_only(long version, long stored, boolean applied) {
        assertThat(task(version, Partition.LIVE).appliesTo(stored)).isEqualTo(applied);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, true",
        "2, 2, true",
        "2, 3, false",
    })
    void the_replay_topic_applies_the_same_version_too(long version, long stored, boolean applied) {
        assertThat(task(version, Partition.REPLAY).appliesTo(stored)).isEqualTo(applied);
    }

    @Test
    void an_unknown_memory_is_always_applied() {
        assertThat(task(7, Partition.LIVE).appliesTo(null)).isTrue();
    }

    private static IndexTask.Upsert task(long version, String topic) {
        var partition = new Partition();
        var change = change(memory(1), version);
        var polled = (topic.equals(Partition.LIVE) ? partition.live(change) : partition.replay(change)).poll();
        var read = new RecordDecoder().decode(polled.iterator().next());
        return (IndexTask.Upsert) BatchPlan.of(List.of(read)).tasks().getFirst();
    }
}
