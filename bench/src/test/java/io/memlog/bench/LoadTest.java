package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Load load = new Load(ticker, 1);

    @Test
    void a_pause_is_seen_by_all_that_were_due_within_it() throws InterruptedException {
        var durations = List.of(250L, 10L, 10L, 10L, 10L);

        var result = load.atRate(10, 5, 1, (_, index, _) -> ticker.pass(durations.get((int) index)));

        assertThat(millis(result)).containsExactly(10L, 10L, 70L, 160L, 250L);
        assertThat(result.seconds()).isEqualTo(0.41);
    }

    @Test
    void an_open_loop_begins_nothing_before_it_is_due() throws InterruptedException {
        var result = load.atRate(1000, 3, 1, (_, _, _) -> {});

        assertThat(result.succeeded()).isEqualTo(3);
        assertThat(ticker.nanoTime()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(2));
    }

    @Test
    void an_open_loop_does_together_what_is_due_up_to_the_maximum() throws InterruptedException {
        List<String> groups = new ArrayList<>();

        var result = load.atRate(100, 8, 3, (_, index, count) -> {
            groups.add(index + "+" + count);
            ticker.pass(index == 0 ? 45 : 1);
        });

        assertThat(groups).containsExactly("0+1", "1+3", "4+1", "5+1", "6+1", "7+1");
        assertThat(millis(result)).containsExactly(1L, 1L, 1L, 7L, 16L, 26L, 36L, 45L);
    }

    @Test
    void a_closed_loop_repeats_until_the_time_is_over() throws InterruptedException {
        var result = load.saturate(Duration.ofMillis(100), (_, _, _) -> ticker.pass(30));

        assertThat(millis(result)).containsExactly(30L, 30L, 30L, 30L);
    }

    @Test
    void failures_are_counted_and_the_first_is_kept() throws InterruptedException {
        var result = load.atRate(10, 4, 1, (_, index, _) -> {
            if (index > 0) {
                throw new IOException("failure " + index);
            }
        });

        assertThat(result.succeeded()).isEqualTo(1);
        assertThat(result.failed()).isEqualTo(3);
        assertThat(result.failure()).hasMessage("failure 1");
    }

    @Test
    void each_repetition_is_run_once_by_one_of_the_workers() throws InterruptedException {
        var sum = new AtomicLong();

        new Load(ticker, 8).atRate(1000, 100, 1, (_, index, _) -> sum.addAndGet(index));

        assertThat(sum).hasValue(LongStream.range(0, 100).sum());
    }

    /// Rounded, because a histogram keeps three digits.
    private static List<Long> millis(Load.Result result) {
        return LongStream.range(0, result.succeeded())
                .mapToObj(rank -> result.latency().getValueAtPercentile(100.0 * (rank + 1) / result.succeeded()))
                .map(nanos -> Math.round(nanos / 1e6))
                .toList();
    }

    private static final class ManualTicker extends Load.Ticker {

        private final AtomicLong now = new AtomicLong();

        void pass(long millis) {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        @Override
        long nanoTime() {
            return now.get();
        }

        @Override
        void sleepUntil(long nanos) {
            now.accumulateAndGet(nanos, Math::max);
        }
    }
}
