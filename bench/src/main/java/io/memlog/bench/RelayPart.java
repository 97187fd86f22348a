package io.memlog.bench;

import io.memlog.bench.load.Load;
import io.memlog.bench.load.Ticker;
import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.load.Workers;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/// From the commit of an outbox row until a consumer has its message, beside producing the same messages directly; and
/// draining rows that wait. Rows are inserted without the API, as by another instance of api-service, which notifies
/// the relay after its commit.
final class RelayPart implements Part {

    private static final int WRITERS = 8;

    /// Each writer has keys of its own, so that the order of a key is known.
    private static final int KEYS_OF_WRITER = 16;

    private static final int ROWS = 1_000;

    /// Keys that no memory has.
    private static final long FIRST_KEY = 1_000_000_000_000L;

    private static final WorkLogs LOGS = new WorkLogs("relay");

    private final List<MemoryRow> rows = LongStream.range(0, ROWS)
            .mapToObj(number -> MemoryRow.of(LOGS, number, FIRST_KEY + number))
            .toList();

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public Set<Application> applications() {
        return Set.of(Application.API_SERVICE);
    }

    @Override
    public Duration expected(Sizes sizes) {
        return sizes.warmUp()
                .multipliedBy(2)
                .plus(sizes.step().multipliedBy(2L * sizes.rates().size()))
                .plusSeconds(10);
    }

    @Override
    public void run(PartContext context) throws Exception {
        context.progress().accept("  warming up");
        var warmUp = (int) (500 * context.sizes().warmUp().toMillis() / 1000);
        throughRelay(context, 500, warmUp);
        directly(context, 500, warmUp);
        for (var rate : context.sizes().rates()) {
            var scenario = "commit to consumer, " + rate + "/s";
            context.progress().accept("  " + scenario);
            var repetitions = (int) context.sizes().repetitions(rate);
            throughRelay(context, rate, repetitions).report(context, scenario, Measurement.MEMLOG, false);
            directly(context, rate, repetitions).report(context, scenario, "producing directly", true);
        }
        var waiting = context.sizes().waitingRows();
        var scenario = "drain of " + waiting + " rows";
        context.progress().accept("  " + scenario);
        drain(context, waiting).report(context, scenario, Measurement.MEMLOG, false);
        directly(context, 0, waiting).report(context, scenario, "producing directly", true);
    }

    Arrivals throughRelay(PartContext context, int rate, int repetitions) throws Exception {
        var topic = new EventTopic(context.system(), Topic.EVENTS);
        var committed = new AtomicLongArray(repetitions);
        try (var follower = topic.follow(repetitions);
                var repositories = new Workers<>(WRITERS, () -> TableRepository.connect(context.system()));
                var usage = context.system().usage()) {
            var begin = System.nanoTime();
            var result = new Load(Ticker.SYSTEM, WRITERS).atRate(rate, repetitions, (worker, index) -> {
                var repository = repositories.of(worker);
                repository.insertForRelay(rows.get((int) (index % ROWS)), index, key(worker, index));
                committed.set((int) index, System.nanoTime());
                repository.notifyRelay();
            });
            return new Arrivals(follower, committed, result.failed(), begin, usage);
        }
    }

    /// @param rate per second; 0 for as fast as possible
    private Arrivals directly(PartContext context, int rate, int repetitions) throws Exception {
        var topic = new EventTopic(context.system(), Topic.EVENTS);
        var sent = new AtomicLongArray(repetitions);
        try (var follower = topic.follow(repetitions);
                var producer = topic.producer();
                var usage = context.system().usage()) {
            producer.partitionsFor(Topic.EVENTS.name());
            var begin = System.nanoTime();
            var perSecond = rate == 0 ? Integer.MAX_VALUE : rate;
            var result = new Load(Ticker.SYSTEM, 1).atRate(perSecond, repetitions, (worker, index) -> {
                var row = rows.get((int) (index % ROWS));
                sent.set((int) index, System.nanoTime());
                var _ = producer.send(topic.record(row, key(worker, index), index));
            });
            producer.flush();
            return new Arrivals(follower, sent, result.failed(), begin, usage);
        }
    }

    private Arrivals drain(PartContext context, int waiting) throws Exception {
        var topic = new EventTopic(context.system(), Topic.EVENTS);
        try (var follower = topic.follow(waiting);
                var repository = TableRepository.connect(context.system());
                var usage = context.system().usage()) {
            repository.insertForRelay(rows, 0, waiting - 1);
            var begin = System.nanoTime();
            repository.notifyRelay();
            return new Arrivals(follower, new AtomicLongArray(0), 0, begin, usage);
        }
    }

    private static String key(int worker, long index) {
        return Long.toString(FIRST_KEY + (long) worker * KEYS_OF_WRITER + index % KEYS_OF_WRITER);
    }
}
