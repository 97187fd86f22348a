package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.contract.FaultyProxy;
import io.memlog.embedded.ChromaServer;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole system, where Chroma does not answer for the collection of one tenant.
@Tag("long")
class HangingTenantIT {

    private static final int SECONDS = 300;
    private static final String HANGING = "hanging@example.org";
    private static final Duration MAX_RECOVERY = Duration.ofMinutes(2);

    @TempDir
    static Path data;

    @Test
    void a_hanging_tenant_does_not_delay_the_others_and_is_indexed_by_itself_once_it_is_answered() throws Exception {
        try (var proxy = new FaultyProxy("");
                var system = WholeSystem.start(data, Map.of("memlog.chroma.url", proxy.url()))) {
            proxy.forwardTo(system.chroma().url());
            var client = system.client();
            awaitIndexed(client, store(client, HANGING, "before"), Duration.ofSeconds(60));
            awaitIndexed(client, store(client, Client.USER, "before"), Duration.ofSeconds(60));
            var collection = collectionOf(system.chroma(), HANGING);
            proxy.hang(request -> request.path().contains(collection));

            List<Long> ofHanging = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                ofHanging.add(store(client, HANGING, "at first " + number));
            }
            var times = timesUntilSearchable(client, ofHanging);
            System.out.printf(
                    "%d memories of another tenant: searchable after %d ms (median), %d ms (p95), %d ms (longest)%n",
                    times.size(), percentile(times, 50), percentile(times, 95), times.getLast());
            var started = System.nanoTime();
            proxy.recover();
            await().atMost(MAX_RECOVERY)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> allIndexed(client, ofHanging));
            System.out.printf(
                    "%d memories of the hanging tenant are indexed %d s after it is answered again%n",
                    ofHanging.size(),
                    Duration.ofNanos(System.nanoTime() - started).toSeconds());

            assertThat(times).hasSize(SECONDS);
            assertThat(percentile(times, 95)).isLessThanOrEqualTo(2_000);
        }
    }

    /// Stores one memory of another tenant each second, and one of the hanging tenant every ten seconds.
    private static List<Long> timesUntilSearchable(Client client, List<Long> ofHanging) throws Exception {
        List<Future<Long>> measured = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            for (int second = 0; second < SECONDS; second++) {
                var number = second;
                clock.schedule(
                                () -> {
                                    measured.add(threads.submit(() -> millisUntilSearchable(client, number)));
                                    return number % 10 == 0
                                            ? ofHanging.add(store(client, HANGING, "meanwhile " + number))
                                            : null;
                                },
                                second == 0 ? 0 : 1,
                                TimeUnit.SECONDS)
                        .get();
            }
            List<Long> times = new ArrayList<>();
            for (var each : measured) {
                times.add(each.get());
            }
            return times.stream().sorted().toList();
        }
    }

    private static long millisUntilSearchable(Client client, int number) throws IOException, InterruptedException {
        var started = System.nanoTime();
        awaitIndexed(client, store(client, Client.USER, "every second " + number), Duration.ofMinutes(5));
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    private static long store(Client client, String user, String summary) throws IOException, InterruptedException {
        var answer = client.post(
                "/memory-logs",
                Map.of(
                        "task",
                        "a task",
                        "user_id",
                        user,
                        "project_id",
                        Client.PROJECT,
                        "raw_data",
                        Map.of("summary", summary)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Client.json(answer).path("id").longValue();
    }

    private static void awaitIndexed(Client client, long memory, Duration limit)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (vectorState(client, memory, 10_000).equals("stored")) {
                return;
            }
        }
        throw new AssertionError("memory " + memory + " is not indexed");
    }

    private static boolean allIndexed(Client client, List<Long> memories) throws IOException, InterruptedException {
        for (var memory : memories) {
            if (!vectorState(client, memory, 0).equals("stored")) {
                return false;
            }
        }
        return true;
    }

    private static String vectorState(Client client, long memory, int timeoutMillis)
            throws IOException, InterruptedException {
        var status = client.get("/memory-logs/" + memory + "/status?wait_for=vector&timeout_ms=" + timeoutMillis);
        return Client.json(status).path("vector").path("state").stringValue("none");
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    private static String collectionOf(ChromaServer chroma, String user) throws IOException, InterruptedException {
        var collections = URI.create(chroma.url() + "/api/v2/tenants/" + chroma.tenant()
                + "/databases/default_database/collections?limit=1000");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(collections).build(), BodyHandlers.ofString());
            for (var collection : Json.mapper().readTree(answer.body())) {
                if (collection.path("metadata").path("user_id").asString("").equals(user)) {
                    return collection.path("id").stringValue();
                }
            }
        }
        throw new AssertionError("no collection of " + user);
    }
}
