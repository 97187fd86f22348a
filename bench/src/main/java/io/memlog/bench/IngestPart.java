package io.memlog.bench;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.Load;
import io.memlog.bench.load.LoadResult;
import io.memlog.bench.load.Operation;
import io.memlog.bench.load.Ticker;
import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.load.Workers;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// `POST /memory-logs` and `/memory-logs/batch`, beside bare commits of the same rows.
final class IngestPart implements Part {

    private static final int BATCH = 100;
    private static final int BATCH_CLIENTS = 4;

    /// The group commit of the limit, as that of Memlog: so many rows at a time, and two transactions at once.
    private static final int MAX_GROUP = 128;

    private static final int WRITERS = 2;
    private static final int OPEN_LOOP_CLIENTS = 64;
    private static final int OPEN_LOOP_WRITERS = 16;

    /// Rows are prepared before they are inserted, because the limit is that of the database.
    private static final int PREPARED = 4_096;

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final WorkLogs LOGS = new WorkLogs("ingest");

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public Set<Application> applications() {
        return Set.of(Application.API_SERVICE);
    }

    @Override
    public Duration expected(Sizes sizes) {
        var steps = 2L * (sizes.clients().size() + sizes.rates().size() + 1);
        return sizes.warmUp().plus(sizes.step().multipliedBy(steps)).plusSeconds(5);
    }

    @Override
    public void run(PartContext context) throws Exception {
        var run = new Run(context, ConcurrentHashMap.newKeySet(), new AtomicLong(), new BareRows());
        try (var repository = TableRepository.connect(context.system())) {
            repository.copyTables();
            run.warmUp();
            for (var clients : context.sizes().clients()) {
                run.saturate(clients);
            }
            for (var rate : context.sizes().rates()) {
                run.atRate(rate);
            }
            run.batches();
            run.compareEvents(repository);
        }
    }

    /// @param acknowledged the ids of all memories that were acknowledged
    private record Run(PartContext context, Set<Long> acknowledged, AtomicLong failed, BareRows bare) {

        void warmUp() throws InterruptedException {
            context.progress().accept("  warming up");
            try (var clients = context.clients(8)) {
                count(new Load(Ticker.SYSTEM, 8)
                        .saturate(context.sizes().warmUp(), (worker, index) -> post(clients.of(worker), index)));
            }
        }

        void saturate(int clients) throws InterruptedException {
            var scenario = "POST, " + clients + (clients == 1 ? " client" : " clients");
            context.progress().accept("  " + scenario);
            try (var connections = context.clients(clients);
                    var usage = context.system().usage()) {
                var result = new Load(Ticker.SYSTEM, clients)
                        .saturate(context.sizes().step(), (worker, index) -> post(connections.of(worker), index));
                var costs = usage.costs(result.succeeded());
                context.report(scenario, Measurement.MEMLOG, false, count(result), 1, costs);
            }
            var writers = Math.min(clients, WRITERS);
            commitGroups(scenario, writers, Math.clamp(clients / writers, 1, MAX_GROUP));
        }

        void atRate(int rate) throws InterruptedException {
            var scenario = "POST, " + rate + "/s";
            context.progress().accept("  " + scenario);
            var repetitions = context.sizes().repetitions(rate);
            try (var connections = context.clients(OPEN_LOOP_CLIENTS);
                    var usage = context.system().usage()) {
                var result = new Load(Ticker.SYSTEM, OPEN_LOOP_CLIENTS)
                        .atRate(rate, repetitions, (worker, index) -> post(connections.of(worker), index));
                var costs = usage.costs(result.succeeded());
                context.report(scenario, Measurement.MEMLOG, false, count(result), 1, costs);
            }
            try (var repositories = new Workers<>(OPEN_LOOP_WRITERS, () -> TableRepository.connect(context.system()))) {
                var result = new Load(Ticker.SYSTEM, OPEN_LOOP_WRITERS)
                        .atRate(rate, repetitions, bare.insert(repositories, 1));
                context.report(scenario, "bare commits, a row each", true, result, 1, List.of());
            }
        }

        void batches() throws InterruptedException {
            var scenario = "batch of " + BATCH + ", " + BATCH_CLIENTS + " clients";
            context.progress().accept("  " + scenario);
            try (var connections = context.clients(BATCH_CLIENTS);
                    var usage = context.system().usage()) {
                var result = new Load(Ticker.SYSTEM, BATCH_CLIENTS)
                        .saturate(context.sizes().step(), (worker, index) -> batch(connections.of(worker), index));
                var costs = usage.costs(result.succeeded() * BATCH);
                context.report(scenario, Measurement.MEMLOG, false, count(result), BATCH, costs);
            }
            commitGroups(scenario, WRITERS, MAX_GROUP);
        }

        /// The limit: so many writers insert so many rows by each statement.
        private void commitGroups(String scenario, int writers, int rows) throws InterruptedException {
            try (var repositories = new Workers<>(writers, () -> TableRepository.connect(context.system()));
                    var usage = context.system().usage()) {
                var result = new Load(Ticker.SYSTEM, writers)
                        .saturate(context.sizes().step(), bare.insert(repositories, rows));
                var subject = "bare commits, " + writers + " x " + rows + (rows == 1 ? " row" : " rows");
                context.report(scenario, subject, true, result, rows, usage.costs(result.succeeded() * rows));
            }
        }

        void compareEvents(TableRepository repository) throws Exception {
            context.progress().accept("  comparing the events of Kafka with " + acknowledged.size() + " answers");
            PartContext.await("publishing all events", TIMEOUT, repository::isOutboxEmpty);
            var begin = System.nanoTime();
            var deviations = new EventTopic(context.system(), Topic.EVENTS).compare(acknowledged, failed.get());
            context.report(
                    "events of all answers",
                    "memory-log-events",
                    false,
                    acknowledged.size(),
                    PartContext.secondsSince(begin),
                    null,
                    deviations,
                    List.of());
        }

        private LoadResult count(LoadResult result) {
            failed.addAndGet(result.failed());
            return result;
        }

        private void post(HttpConnection connection, long index) throws IOException {
            var response = connection.post("/memory-logs", LOGS.json(index)).require(201);
            var location = response.header("location").orElseThrow();
            acknowledged.add(Long.parseLong(location.substring(location.lastIndexOf('/') + 1)));
        }

        private void batch(HttpConnection connection, long index) throws IOException {
            var response = connection
                    .post("/memory-logs/batch", LOGS.batch(index * BATCH, BATCH))
                    .require(207);
            for (var result : response.json().path("results")) {
                if (result.path("status").asInt() != 201) {
                    throw new IOException("an item was not stored: " + result);
                }
                acknowledged.add(result.path("id").asLong());
            }
        }
    }

    /// The same work logs as rows, whose ids rise.
    private static final class BareRows {

        private final AtomicLong next = new AtomicLong(1);
        private final List<MemoryRow> prepared = LongStream.range(0, PREPARED)
                .mapToObj(number -> MemoryRow.of(LOGS, number, number + 1))
                .toList();

        Operation insert(Workers<TableRepository> repositories, int rows) {
            return (worker, _) -> {
                var first = next.getAndAdd(rows);
                repositories
                        .of(worker)
                        .insert(LongStream.range(first, first + rows)
                                .mapToObj(id ->
                                        prepared.get((int) (id % PREPARED)).withId(id))
                                .toList());
            };
        }
    }
}
