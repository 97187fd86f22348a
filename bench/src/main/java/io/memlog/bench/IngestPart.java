package io.memlog.bench;

import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// `POST /memory-logs` and `/memory-logs/batch`, beside bare commits of the same rows. Bodies and rows are prepared
/// before they are sent.
final class IngestPart {

    private static final int BATCH = 100;
    private static final int BATCH_CLIENTS = 4;
    private static final int OPEN_LOOP_CLIENTS = 64;
    private static final int WARM_UP_CLIENTS = 8;

    /// The group commit of the limit, as that of Memlog: so many rows at a time, and two transactions at once.
    private static final int MAX_GROUP = 128;

    private static final int WRITERS = 2;
    private static final int PREPARED = 4_096;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final WorkLogs LOGS = new WorkLogs("ingest");

    private final List<byte[]> bodies =
            IntStream.range(0, PREPARED).mapToObj(LOGS::json).toList();
    private final List<byte[]> batches = IntStream.range(0, PREPARED / BATCH)
            .mapToObj(number -> LOGS.batch((long) number * BATCH, BATCH))
            .toList();
    private final List<MemoryRow> rows = MemoryRow.first(PREPARED, LOGS);
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong nextRow = new AtomicLong();
    private final PartContext context;
    private final Sizes sizes;

    IngestPart(PartContext context) {
        this.context = context;
        this.sizes = context.sizes();
    }

    void run() throws Exception {
        try (var writers = new Workers<>(WRITERS, () -> TableRepository.connect(context.system()))) {
            writers.of(0).copyTables();
            warmUp(writers);
            for (var clients : sizes.clients()) {
                var scenario = "POST, " + clients + (clients == 1 ? " client" : " clients");
                measure(scenario, clients, 0, this::post, 1);
                var group = Math.clamp(clients / WRITERS, 1, MAX_GROUP);
                commit(scenario, writers, Math.min(clients, WRITERS), 0, group);
            }
            for (var rate : sizes.rates()) {
                var scenario = "POST, " + rate + "/s";
                measure(scenario, OPEN_LOOP_CLIENTS, rate, this::post, 1);
                commit(scenario, writers, WRITERS, rate, 1);
            }
            var scenario = "batch of " + BATCH + ", " + BATCH_CLIENTS + " clients";
            measure(scenario, BATCH_CLIENTS, 0, this::batch, BATCH);
            commit(scenario, writers, WRITERS, 0, MAX_GROUP);
            compareEvents(writers.of(0));
        }
    }

    private void warmUp(Workers<TableRepository> writers) throws InterruptedException {
        context.say("warming up");
        var third = sizes.warmUp().dividedBy(3);
        send(WARM_UP_CLIENTS, 0, sizes.warmUp(), this::post);
        send(BATCH_CLIENTS, 0, third, this::batch);
        load(WRITERS, 0, 1, third, (worker, _, _) -> insert(writers.of(worker), MAX_GROUP));
    }

    private void measure(String scenario, int clients, int rate, Request request, int memories)
            throws InterruptedException {
        context.say(scenario);
        var usage = context.system().usage();
        context.memlog(scenario, context.outcome(send(clients, rate, sizes.step(), request), memories, usage));
    }

    private Load.Result send(int clients, int rate, Duration duration, Request request) throws InterruptedException {
        try (var connections = context.clients(clients)) {
            var result =
                    load(clients, rate, 1, duration, (worker, index, _) -> request.send(connections.of(worker), index));
            failed.addAndGet(result.failed());
            return result;
        }
    }

    /// The limit: each writer inserts by one statement so many rows or, at a fixed rate, those that are due by then.
    private void commit(String scenario, Workers<TableRepository> repositories, int writers, int rate, int group)
            throws Exception {
        awaitPublished(repositories.of(0));
        var usage = context.system().usage();
        var result = load(
                writers,
                rate,
                MAX_GROUP,
                sizes.step(),
                (worker, _, count) -> insert(repositories.of(worker), count * group));
        var rows = rate > 0 ? "what is due" : group == 1 ? "1 row" : group + " rows";
        var subject = "bare commits, " + writers + " x " + rows;
        context.limit(scenario, subject, context.outcome(result, group, usage));
    }

    /// @param rate of an open loop; 0 for a closed one
    /// @param max  how many repetitions of an open loop are done together
    private Load.Result load(int workers, int rate, int max, Duration duration, Load.Operation operation)
            throws InterruptedException {
        var load = new Load(workers);
        return rate == 0
                ? load.saturate(duration, operation)
                : load.atRate(rate, sizes.repetitions(rate), max, operation);
    }

    private void insert(TableRepository repository, int count) throws Exception {
        var first = nextRow.getAndAdd(count);
        var inserted = IntStream.range(0, count)
                .mapToObj(i -> rows.get((int) ((first + i) % PREPARED)))
                .toList();
        repository.insert(inserted, first);
    }

    private void compareEvents(TableRepository repository) throws Exception {
        context.say("comparing the events of Kafka with " + acknowledged.size() + " answers");
        awaitPublished(repository);
        var begin = System.nanoTime();
        var deviations = new EventTopic(context.system(), Topic.EVENTS).compare(acknowledged, failed.get());
        context.report(
                "events of all answers",
                "memory-log-events",
                false,
                new Outcome(acknowledged.size(), PartContext.secondsSince(begin), null, deviations, List.of()));
    }

    /// Waits until the relay has nothing to do.
    private static void awaitPublished(TableRepository repository) throws Exception {
        PartContext.await("publishing all events", TIMEOUT, repository::isOutboxEmpty);
    }

    private void post(HttpConnection connection, long index) throws IOException {
        var response = connection
                .post("/memory-logs", bodies.get((int) (index % bodies.size())))
                .require(201);
        var location = response.header("location").orElseThrow();
        acknowledged.add(Long.parseLong(location.substring(location.lastIndexOf('/') + 1)));
    }

    private void batch(HttpConnection connection, long index) throws IOException {
        var response = connection
                .post("/memory-logs/batch", batches.get((int) (index % batches.size())))
                .require(207);
        for (var result : response.json().path("results")) {
            if (result.path("status").asInt() != 201) {
                throw new IOException("an item was not stored: " + result);
            }
            acknowledged.add(result.path("id").asLong());
        }
    }
}
