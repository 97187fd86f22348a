package io.memlog.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// Notes when each message of a run arrives in a topic. The messages of a run are numbered from 0; those of other runs
/// do not count.
final class Follower implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String run;
    private final long[] arrivals;
    private final CountDownLatch missing;
    private final Map<Long, Integer> newest = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private long duplicates;
    private long outOfOrder;

    /// Follows the topic from its end on.
    Follower(EventTopic topic, int run, int expected) {
        this.consumer = topic.consumerAtEnd();
        this.run = run + "/";
        this.arrivals = new long[expected];
        this.missing = new CountDownLatch(expected);
        this.thread = Thread.ofPlatform().daemon().name("follower").start(this::poll);
    }

    private void poll() {
        while (!closed) {
            for (var record : consumer.poll(POLL)) {
                var now = System.nanoTime();
                var message = EventTopic.header(record, EventTopic.MESSAGE_HEADER);
                if (message.startsWith(run)) {
                    arrived(record, Integer.parseInt(message.substring(run.length())), now);
                }
            }
        }
        consumer.close();
    }

    private void arrived(ConsumerRecord<byte[], byte[]> record, int number, long now) {
        if (arrivals[number] != 0) {
            duplicates++;
            return;
        }
        if (newest.merge(EventTopic.key(record), number, Math::max) > number) {
            outOfOrder++;
        }
        arrivals[number] = now;
        missing.countDown();
    }

    /// Waits until all have arrived, and ends.
    ///
    /// @param departures in nanoseconds; empty where only the rate counts
    /// @param failed     how many were not committed or sent
    /// @param begin      of the whole, in nanoseconds
    /// @param usage      of the whole
    Outcome await(AtomicLongArray departures, long failed, long begin, ResourceUsage usage)
            throws InterruptedException {
        var _ = missing.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        close();
        thread.join();
        var latency = Load.histogram();
        for (var i = 0; i < departures.length(); i++) {
            if (arrivals[i] != 0 && departures.get(i) != 0) {
                Load.record(latency, arrivals[i] - departures.get(i));
            }
        }
        var arrived = arrivals.length - missing.getCount();
        return new Outcome(
                arrived,
                (Arrays.stream(arrivals).max().orElse(begin) - begin) / 1e9,
                latency.getTotalCount() == 0 ? null : Outcome.Latency.of(latency),
                new Outcome.Deviations(missing.getCount() - failed, duplicates, outOfOrder, failed),
                usage.costs(arrived));
    }

    @Override
    public void close() {
        closed = true;
    }
}
