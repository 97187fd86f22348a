package io.memlog.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Writing and reading with ever more memories; the smallest number is what the others are compared with. Most
/// memories are copied within PostgreSQL, as if they had been indexed.
final class GrowthPart {

    private static final int RATE = 100;
    private static final int CLIENTS = 8;
    private static final int SOURCE = 1_000;
    private static final int COPIED_AT_ONCE = 50_000;
    private static final int READ_IDS = 10_000;
    private static final WorkLogs LOGS = new WorkLogs("growth");

    private final PartContext context;
    private final RelayPart relay;

    GrowthPart(PartContext context) {
        this.context = context;
        this.relay = new RelayPart(context);
    }

    void run() throws Exception {
        new Indexing(context, LOGS).store(SOURCE);
        try (var repository = TableRepository.connect(context.system())) {
            for (var memories : context.sizes().growth()) {
                context.say("growing to " + memories + " memories");
                for (var missing = memories - repository.countMemories(); missing > 0; ) {
                    var copied = (int) Math.min(missing, COPIED_AT_ONCE);
                    repository.grow(LOGS, copied);
                    missing -= copied;
                }
                repository.analyze();
                var first = memories.equals(context.sizes().growth().getFirst());
                measure(memories, first, repository.someIds(READ_IDS), repository.afterNewest());
            }
        }
    }

    private void measure(int memories, boolean first, List<Long> ids, Instant asOf) throws Exception {
        var list = "/memory-logs?user_id=" + WorkLogs.USER + "&project_id=" + LOGS.project()
                + "&tag=database&limit=20&agent=agent-";
        step(
                memories,
                first,
                "POST",
                (connection, index) -> connection
                        .post("/memory-logs", LOGS.json(memories + index))
                        .require(201));
        step(memories, first, "GET by id", (connection, index) -> get(connection, path(ids, index)));
        step(memories, first, "GET as_of", (connection, index) -> get(connection, path(ids, index) + "?as_of=" + asOf));
        step(memories, first, "list by agent and tag", (connection, index) -> get(connection, list + index % 7));
        var repetitions = context.sizes().repetitions(RATE);
        context.say("commit to consumer");
        if (first) {
            relay.throughRelay(RATE, repetitions);
        }
        report("commit to consumer", memories, first, relay.throughRelay(RATE, repetitions));
    }

    private void step(int memories, boolean first, String scenario, Request request) throws InterruptedException {
        context.say(scenario);
        try (var clients = context.clients(CLIENTS)) {
            Load.Operation operation = (worker, index, _) -> request.send(clients.of(worker), index);
            var load = new Load(CLIENTS);
            if (first) {
                load.saturate(context.sizes().warmUp(), operation);
            }
            var result = load.atRate(RATE, context.sizes().repetitions(RATE), 1, operation);
            report(scenario, memories, first, context.outcome(result, 1, null));
        }
    }

    private void report(String scenario, int memories, boolean first, Outcome outcome) {
        context.report(scenario + ", " + RATE + "/s", "%,d memories".formatted(memories), first, outcome);
    }

    private static void get(HttpConnection connection, String path) throws IOException {
        connection.get(path).require(200);
    }

    private static String path(List<Long> ids, long index) {
        return "/memory-logs/" + ids.get((int) (index % ids.size()));
    }
}
