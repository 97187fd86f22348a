package io.memlog.bench;

import io.memlog.schemas.topic.Topic;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/// From the commit of an outbox row until a consumer has its message, beside producing the same messages directly; and
/// draining rows that wait. Rows are inserted without the API, as by another instance of api-service, which notifies
/// the relay after its commit.
final class RelayPart {

    private static final int WRITERS = 8;
    private static final int KEYS_OF_WRITER = 16;
    private static final int ROWS = 1_000;
    private static final int WARM_UP_RATE = 500;

    /// Keys that no memory has.
    private static final long FIRST_KEY = 1_000_000_000_000L;

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final List<MemoryRow> rows = MemoryRow.first(ROWS, new WorkLogs("relay"));
    private final PartContext context;
    private final EventTopic topic;

    RelayPart(PartContext context) {
        this.context = context;
        this.topic = new EventTopic(context.system(), Topic.EVENTS);
    }

    void run() throws Exception {
        context.say("warming up");
        var warmUp = (int) (WARM_UP_RATE * context.sizes().warmUp().toMillis() / 1000);
        throughRelay(WARM_UP_RATE, warmUp);
        directly(WARM_UP_RATE, warmUp);
        for (var rate : context.sizes().rates()) {
            var scenario = "commit to consumer, " + rate + "/s";
            context.say(scenario);
            var repetitions = context.sizes().repetitions(rate);
            context.memlog(scenario, throughRelay(rate, repetitions));
            context.limit(scenario, "producing directly", directly(rate, repetitions));
        }
        var waiting = context.sizes().waitingRows();
        var scenario = "drain of " + waiting + " rows";
        context.say(scenario);
        context.memlog(scenario, drain(waiting));
        context.limit(scenario, "producing directly", directly(Integer.MAX_VALUE, waiting));
    }

    Outcome throughRelay(int rate, int repetitions) throws Exception {
        var run = RUNS.incrementAndGet();
        var committed = new AtomicLongArray(repetitions);
        try (var follower = new Follower(topic, run, repetitions);
                var repositories = new Workers<>(WRITERS, () -> TableRepository.connect(context.system()))) {
            var usage = context.system().usage();
            var begin = System.nanoTime();
            var result = new Load(WRITERS).atRate(rate, repetitions, 1, (worker, index, _) -> {
                var repository = repositories.of(worker);
                repository.insertForRelay(
                        List.of(rows.get((int) (index % ROWS))), List.of(key(worker, index)), run, index, index);
                committed.set((int) index, System.nanoTime());
                repository.notifyRelay();
            });
            return follower.await(committed, result.failed(), begin, usage);
        }
    }

    private Outcome directly(int rate, int repetitions) throws Exception {
        var run = RUNS.incrementAndGet();
        var sent = new AtomicLongArray(repetitions);
        try (var follower = new Follower(topic, run, repetitions);
                var producer = topic.producer()) {
            producer.partitionsFor(Topic.EVENTS.name());
            var usage = context.system().usage();
            var begin = System.nanoTime();
            var result = new Load(1).atRate(rate, repetitions, 1, (_, index, _) -> {
                var message = topic.record(rows.get((int) (index % ROWS)), key(index), run, index);
                sent.set((int) index, System.nanoTime());
                var _ = producer.send(message);
            });
            producer.flush();
            return follower.await(sent, result.failed(), begin, usage);
        }
    }

    private Outcome drain(int waiting) throws Exception {
        var run = RUNS.incrementAndGet();
        var keys = LongStream.range(0, WRITERS * KEYS_OF_WRITER)
                .mapToObj(RelayPart::key)
                .toList();
        try (var follower = new Follower(topic, run, waiting);
                var repository = TableRepository.connect(context.system())) {
            repository.insertForRelay(rows, keys, run, 0, waiting - 1);
            var usage = context.system().usage();
            var begin = System.nanoTime();
            repository.notifyRelay();
            return follower.await(new AtomicLongArray(0), 0, begin, usage);
        }
    }

    /// As if the writers had written in turn.
    private static String key(long index) {
        return key((int) (index % WRITERS), index);
    }

    /// Each writer has keys of its own, so that the order of a key is known.
    private static String key(int writer, long index) {
        return Long.toString(FIRST_KEY + (long) writer * KEYS_OF_WRITER + index / WRITERS % KEYS_OF_WRITER);
    }
}
