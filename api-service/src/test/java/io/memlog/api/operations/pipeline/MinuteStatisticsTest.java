package io.memlog.api.operations.pipeline;

import static io.memlog.schemas.topic.Projection.GRAPH;
import static io.memlog.schemas.topic.Projection.VECTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.memlog.api.operations.pipeline.MinuteStatistics.Count;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MinuteStatisticsTest {

    @Test
    void percentiles_of_partitions_that_were_stored_and_added_agree_with_the_exact_ones_within_one_percent() {
        var random = new Random(42);
        var exact = new long[100_000];
        var partitions = new byte[12][];
        Arrays.fill(partitions, new MinuteStatistics().toBytes());
        for (int i = 0; i < exact.length; i++) {
            exact[i] = Math.round(Math.exp(random.nextGaussian() + 10.5));
            var partition = MinuteStatistics.parse(partitions[i % 12]);
            partition.addStored(VECTOR, exact[i]);
            partitions[i % 12] = partition.toBytes();
        }
        Arrays.sort(exact);

        var all = new MinuteStatistics();
        Arrays.stream(partitions).map(MinuteStatistics::parse).forEach(all::add);

        assertThat(all.count(VECTOR, Count.STORED)).isEqualTo(exact.length);
        assertThat(all.percentile(GRAPH, 50)).isNull();
        for (var percent : new int[] {50, 95, 99}) {
            var expected = (double) exact[exact.length / 100 * percent - 1];
            var found = Objects.requireNonNull(all.percentile(VECTOR, percent)).toNanos() / 1_000.0;
            assertThat(found).as("p" + percent).isCloseTo(expected, within(expected * 0.01));
        }
    }

    @Test
    void what_was_stored_is_read_again() {
        var figures = new MinuteStatistics();
        figures.accept();
        figures.add(GRAPH, Count.OUTSTANDING, 3);
        figures.add(VECTOR, Count.DEAD_LETTERED, 2);

        var read = figures.toBytes();

        assertThat(MinuteStatistics.parse(read).accepted()).isEqualTo(1);
        assertThat(MinuteStatistics.parse(read).count(VECTOR, Count.DEAD_LETTERED))
                .isEqualTo(2);
        assertThat(MinuteStatistics.outstanding(read, GRAPH)).isEqualTo(3);
        assertThat(MinuteStatistics.outstanding(read, VECTOR)).isZero();
    }
}
