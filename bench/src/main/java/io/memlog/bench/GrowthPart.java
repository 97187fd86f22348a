package io.memlog.bench;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.Load;
import io.memlog.bench.load.Operation;
import io.memlog.bench.load.Ticker;
import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.system.Application;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Writing and reading with ever more memories; the smallest number is what the others are compared with. Most
/// memories are copied within PostgreSQL, as if they had been indexed.
final class GrowthPart implements Part {

    private static final int RATE = 100;
    private static final int CLIENTS = 8;
    private static final int SOURCE = 1_000;
    private static final int COPIED_AT_ONCE = 50_000;
    private static final int COPIED_PER_SECOND = 10_000;
    private static final WorkLogs LOGS = new WorkLogs("growth");

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public Set<Application> applications() {
        return Set.of(Application.API_SERVICE);
    }

    @Override
    public Duration expected(Sizes sizes) {
        return sizes.step()
                .multipliedBy(5L * sizes.growth().size())
                .plus(sizes.warmUp().multipliedBy(4))
                .plusSeconds(sizes.growth().getLast() / COPIED_PER_SECOND + 10);
    }

    @Override
    public void run(PartContext context) throws Exception {
        var relay = new RelayPart();
        new Indexing(context, LOGS).store(SOURCE);
        try (var repository = TableRepository.connect(context.system())) {
            for (var memories : context.sizes().growth()) {
                context.progress().accept("  growing to " + memories + " memories");
                for (var missing = memories - repository.countMemories(); missing > 0; ) {
                    var copied = (int) Math.min(missing, COPIED_AT_ONCE);
                    repository.grow(LOGS, copied);
                    missing -= copied;
                }
                repository.analyze();
                var first = memories.equals(context.sizes().growth().getFirst());
                measure(context, memories, first, repository.newest());
                context.progress().accept("  commit to consumer");
                relay.throughRelay(context, RATE, (int) context.sizes().repetitions(RATE))
                        .report(context, "commit to consumer, " + RATE + "/s", subject(memories), first);
            }
        }
    }

    private static void measure(PartContext context, int memories, boolean first, String newest)
            throws InterruptedException {
        try (var clients = context.clients(CLIENTS)) {
            step(
                    context,
                    memories,
                    first,
                    "POST",
                    (worker, index) -> clients.of(worker)
                            .post("/memory-logs", LOGS.json(memories + index))
                            .require(201));
            step(context, memories, first, "GET by id", (worker, _) -> read(clients.of(worker), memories, ""));
            step(
                    context,
                    memories,
                    first,
                    "GET as_of",
                    (worker, _) -> read(clients.of(worker), memories, "?as_of=" + newest));
            step(
                    context,
                    memories,
                    first,
                    "list by agent and tag",
                    (worker, index) -> clients.of(worker)
                            .get("/memory-logs?user_id=" + WorkLogs.USER + "&project_id=" + LOGS.project()
                                    + "&agent=agent-" + index % 7 + "&tag=database&limit=20")
                            .require(200));
        }
    }

    private static void step(PartContext context, int memories, boolean first, String scenario, Operation operation)
            throws InterruptedException {
        context.progress().accept("  " + scenario);
        var load = new Load(Ticker.SYSTEM, CLIENTS);
        if (first) {
            load.saturate(context.sizes().warmUp(), operation);
        }
        var result = load.atRate(RATE, context.sizes().repetitions(RATE), operation);
        context.report(scenario + ", " + RATE + "/s", subject(memories), first, result, 1, List.of());
    }

    private static void read(HttpConnection connection, int memories, String query) throws IOException {
        var id = 1 + ThreadLocalRandom.current().nextInt(memories);
        var status = connection.get("/memory-logs/" + id + query).status();
        // A number may have been taken by a transaction that was rolled back.
        if (status != 200 && status != 404) {
            throw new IOException("the answer was " + status);
        }
    }

    private static String subject(int memories) {
        return "%,d memories".formatted(memories);
    }
}
