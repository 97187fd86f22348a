package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.InMemoryProjection.Written;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterleavingTest {

    private static final int BATCHES = 300;
    private static final int MEMORIES = 12;
    private static final int LAST_VERSION = 8;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void an_older_version_never_follows_a_newer_one_in_any_order_of_records_and_failures(long seed) {
        var random = new Random(seed);
        var fixture = new BatchProcessorFixture();
        Map<MemoryKey, Long> newest = new HashMap<>();

        for (int batch = 0; batch < BATCHES; batch++) {
            injectFailure(fixture, random);
            fill(fixture.partition, random, newest);
            assertThat(fixture.process().isAcknowledged()).isTrue();
        }

        assertThat(fixture.projection.versions()).isEqualTo(newest);
        assertThat(fixture.published.deadLetters).isEmpty();
        assertNeverBackwards(fixture.projection.writes());
        newest.forEach((memory, version) -> assertThat(fixture.published.progress)
                .filteredOn(event -> event.key().equals(memory))
                .last()
                .satisfies(event -> assertThat(event.version()).isEqualTo(version)));
    }

    private static void fill(Partition partition, Random random, Map<MemoryKey, Long> newest) {
        for (int i = random.nextInt(20); i >= 0; i--) {
            var id = 1 + random.nextInt(MEMORIES);
            var version = 1 + random.nextInt(LAST_VERSION);
            var change = event(memory(id, id % 2 == 0 ? ANN : BOB), version);
            if (random.nextInt(4) == 0) {
                partition.replay(change);
            } else {
                partition.live(change);
            }
            newest.merge(change.key(), change.version(), Math::max);
        }
    }

    private static MemoryChange event(MemoryKey memory, long version) {
        return version == LAST_VERSION ? deletion(memory, version) : change(memory, version);
    }

    /// Lets one of the next writes fail at random, before or after it takes effect.
    private static void injectFailure(BatchProcessorFixture fixture, Random random) {
        var failure = switch (random.nextInt(6)) {
            case 0 -> new IllegalStateException("odd");
            case 1 -> new IndexUnavailableException("unavailable", null);
            default -> null;
        };
        fixture.projection.recover();
        if (failure != null && random.nextBoolean()) {
            fixture.projection.before(changes -> fail(fixture, failure));
        } else if (failure != null) {
            fixture.projection.after(changes -> fail(fixture, failure));
        }
    }

    private static void fail(BatchProcessorFixture fixture, RuntimeException failure) {
        fixture.projection.recover();
        throw failure;
    }

    private static void assertNeverBackwards(List<Written> writes) {
        Map<MemoryKey, Long> last = new HashMap<>();
        for (var write : writes) {
            var before = last.put(write.memory(), write.version());
            assertThat(write.version()).isGreaterThanOrEqualTo(before == null ? 0 : before);
        }
    }
}
