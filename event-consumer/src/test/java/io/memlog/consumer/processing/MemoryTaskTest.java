package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.event.MemoryChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryTaskTest {

    @ParameterizedTest
    @CsvSource({
        "2, 1, true",
        "2, 2, false",
        "2, 3, false",
    })
    void the_live_topic_applies_newer_versions_only(long version, long stored, boolean applied) {
        assertThat(isApplied(version, Partition.LIVE, stored)).isEqualTo(applied);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, true",
        "2, 2, true",
        "2, 3, false",
    })
    void the_replay_topic_applies_the_same_version_too(long version, long stored, boolean applied) {
        assertThat(isApplied(version, Partition.REPLAY, stored)).isEqualTo(applied);
    }

    @Test
    void an_unknown_memory_is_always_applied() {
        assertThat(isApplied(7, Partition.LIVE, null)).isTrue();
    }

    private static boolean isApplied(long version, String topic, @Nullable Long stored) {
        var partition = new Partition();
        var change = change(memory(1), version);
        var polled = (topic.equals(Partition.LIVE) ? partition.live(change) : partition.replay(change)).poll();
        var read = DecodedRecord.of(polled.iterator().next());
        var task = BatchPlan.<MemoryChange>of(List.of(read)).tasks().getFirst();
        task.storedVersion(stored);
        return task.isUpsert();
    }
}
