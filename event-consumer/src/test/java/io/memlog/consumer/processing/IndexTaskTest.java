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
    void the_live_topic_brings_newer_versions_only(long version, long held, boolean applied) {
        assertThat(task(version, Partition.LIVE).advances(held)).isEqualTo(applied);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, true",
        "2, 2, true",
        "2, 3, false",
    })
    void the_replay_topic_brings_the_same_version_too(long version, long held, boolean applied) {
        assertThat(task(version, Partition.REPLAY).advances(held)).isEqualTo(applied);
    }

    @Test
    void a_memory_that_nobody_knows_is_always_new() {
        assertThat(task(7, Partition.LIVE).advances(null)).isTrue();
    }

    private static IndexTask.Apply task(long version, String topic) {
        var partition = new Partition();
        var change = change(memory(1), version);
        var polled = (topic.equals(Partition.LIVE) ? partition.live(change) : partition.replay(change)).poll();
        var read = new RecordDecoder().read(polled.iterator().next());
        return (IndexTask.Apply) BatchPlan.of(List.of(read)).tasks().getFirst();
    }
}
