package io.memlog.graph;

import static org.awaitility.Awaitility.await;

import io.memlog.graph.neo4j.GraphMemory;
import io.memlog.graph.neo4j.Neo4jMemoryGraph;
import io.memlog.graph.neo4j.SharedNeo4j;
import io.memlog.graph.neo4j.TestGraphs;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;

/// Measures how many memories per second are written to Neo4j, and how long searches take.
public final class Benchmark {

    private static final int BATCH = 250;
    private static final Tenant TENANT = new Tenant("benchmark", "spring-kafka");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Benchmark() {}

    /// @param arguments a file with one memory log per line
    public static void main(String[] arguments) throws IOException {
        var memories = read(Path.of(arguments[0]));
        var graph = TestGraphs.on(SharedNeo4j.uri());
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(graph::probe);
        store(graph, "warm-up", memories.subList(0, 500), new Tenant("warm-up", "project"));
        var started = System.nanoTime();
        var mentions = memories.stream()
                .map(GraphMemory::of)
                .mapToInt(memory -> memory.mentions().size())
                .sum();
        System.out.printf("%d memories, %d mentions, found in %.2f s%n", memories.size(), mentions, seconds(started));
        store(graph, "stored", memories, TENANT);
        store(graph, "stored for another", memories, new Tenant("another", "spring-kafka"));
        store(graph, "stored again", memories, TENANT);
        var queries = memories.stream()
                .filter(memory -> memory.id().value() % 13 == 0)
                .map(MemoryLog::task)
                .toList();
        measure("text", queries.size(), i -> graph.byText(query(queries.get(i))));
        measure("graph", queries.size(), i -> graph.byEntities(query(queries.get(i))));
        measure("text, 8,192 characters", 20, _ -> graph.byText(query("kafka listener container ".repeat(327))));
        for (var depth = 1; depth <= 3; depth++) {
            var hops = depth;
            measure(
                    "related, depth " + depth,
                    queries.size(),
                    i -> graph.related(new RelatedQuery(
                            new MemoryId(13L * (i + 1)), TENANT.userId(), TENANT.projectId(), hops, 50)));
        }
        System.out.println(graph.byText(query("KafkaListener")).size() + " by words");
        System.out.println(
                graph.related(new RelatedQuery(new MemoryId(26), TENANT.userId(), TENANT.projectId(), 1, 5)));
        System.exit(0);
    }

    private static void store(Neo4jMemoryGraph graph, String what, List<MemoryLog> memories, Tenant tenant) {
        var started = System.nanoTime();
        var cpu = cpuSeconds();
        for (var from = 0; from < memories.size(); from += BATCH) {
            var batch = memories.subList(from, Math.min(from + BATCH, memories.size()));
            graph.store(batch.stream()
                    .map(memory -> of(memory, tenant))
                    .map(GraphMemory::of)
                    .toList());
        }
        var took = seconds(started);
        System.out.printf(
                "%-24s %6d in %6.2f s: %7.1f/s, with %.1f s of processor time%n",
                what, memories.size(), took, memories.size() / took, cpuSeconds() - cpu);
    }

    private static void measure(String what, int count, IntConsumer search) {
        for (var i = 0; i < Math.min(count, 50); i++) {
            search.accept(i);
        }
        var millis = new double[count];
        for (var i = 0; i < count; i++) {
            var started = System.nanoTime();
            search.accept(i);
            millis[i] = 1e3 * seconds(started);
        }
        Arrays.sort(millis);
        System.out.printf(
                "%-24s p50 %6.1f ms, p99 %6.1f ms%n", what, millis[count / 2], millis[(int) (0.99 * (count - 1))]);
    }

    private static IndexQuery query(String text) {
        return new IndexQuery(text, TENANT.userId(), TENANT.projectId(), 10, 0, IndexFilters.NONE);
    }

    private static List<MemoryLog> read(Path file) throws IOException {
        List<MemoryLog> memories = new ArrayList<>();
        for (var line : Files.readAllLines(file)) {
            memories.add(memory(new MemoryId(memories.size() + 1), Json.mapper().readTree(line)));
        }
        return memories;
    }

    private static MemoryLog memory(MemoryId id, JsonNode log) {
        return new MemoryLog(
                id,
                1,
                log.path("task").asString(),
                log.path("agent").stringValue(null),
                MemoryDate.parse(Objects.requireNonNull(log.path("date").asString())),
                TENANT.userId(),
                TENANT.projectId(),
                log.path("conversation_id").stringValue(null),
                null,
                null,
                log.path("raw_data"),
                NOW,
                NOW);
    }

    private static MemoryLog of(MemoryLog memory, Tenant tenant) {
        return new MemoryLog(
                memory.id(),
                memory.version(),
                memory.task(),
                memory.agent(),
                memory.date(),
                tenant.userId(),
                tenant.projectId(),
                memory.conversationId(),
                null,
                null,
                memory.rawData(),
                NOW,
                NOW);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
