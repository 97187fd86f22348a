package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.ServiceProcess;
import io.memlog.api.ServiceProcess.Collection;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are made to exhaust the service, which has a heap of 1 GB, while another client stores and reads.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsIT {

    private static final int MAX_HEAP_MB = 1024 * 7 / 10;
    private static final int MAX_ANSWER = 1024 * 1024;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final String LOG = """
            {"task":"t","user_id":"%s","project_id":"p","raw_data":%s}""";
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)$");
    private static final Pattern ITEM_STATUS = Pattern.compile("\"index\":\\d+,\"status\":(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> table = new ArrayList<>();
    private final AtomicInteger ordinary = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private ServiceProcess service;
    private int port;
    private Thread ordinaryClient;

    @BeforeAll
    void start() {
        service = ServiceProcess.start(RunningService.memory(), "1g", "--memlog.limits.body-timeout=2s");
        port = service.port();
        ordinaryClient = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                storeAndRead();
            }
        });
    }

    @AfterAll
    void stop() throws InterruptedException {
        ordinaryClient.interrupt();
        ordinaryClient.join();
        service.close();
        System.out.printf(
                "%-62s %6s %9s %7s %9s %8s %7s%n",
                "request", "status", "answer B", "ms", "peak MB", "live MB", "others");
        table.forEach(System.out::println);
    }

    static Stream<HostileRequest> requests() {
        var manyUnknown = members("\"k%05d\":1", 19_000);
        return Stream.of(
                        Stream.of(
                                HostileRequest.plain("foreign Host", "GET /status", "Host: rebound.example\r\n", 421),
                                HostileRequest.plain(
                                        "foreign Origin",
                                        "POST /jobs/1/cancel",
                                        "Host: localhost\r\nOrigin: https://foreign.example\r\nContent-Length: 0\r\n",
                                        403),
                                HostileRequest.plain("TRACE", "TRACE /status", "Host: localhost\r\n", 401, 405)),
                        Stream.of("PUT /memory-logs/1", "POST /memory-logs", "PUT /nothing", "POST /nothing")
                                .flatMap(line -> Stream.of("application/x-www-form-urlencoded", "multipart/form-data")
                                        .map(type -> HostileRequest.chunked(
                                                "300 MB of " + type + ", " + line, line, type, 4_800, 400, 404, 415))),
                        Stream.of(HostileRequest.chunked(
                                "300 MB of application/json, POST /events",
                                "POST /events",
                                "application/json",
                                4_800,
                                413)),
                        Stream.of("/memory-logs/batch", "/events", "/memory-logs", "/memory-logs/search")
                                .flatMap(path -> Stream.of("[", "{\"a\":", "{\"items\":[")
                                        .map(open -> HostileRequest.json(
                                                "16 MB of " + open + ", " + path,
                                                "POST " + path,
                                                open.repeat(LARGEST_BODY / open.length()),
                                                400,
                                                413))),
                        Stream.of(
                                HostileRequest.json(
                                        "a member's name of 16 MB, /memory-logs/batch",
                                        "POST /memory-logs/batch",
                                        "{\"" + "é".repeat(LARGEST_BODY / 2 - 10) + "\":1}",
                                        400),
                                HostileRequest.json(
                                        "numbers of a million digits, /events",
                                        "POST /events",
                                        event("[" + String.join(",", Collections.nCopies(15, "9".repeat(1_000_000)))
                                                + "]"),
                                        400),
                                HostileRequest.json(
                                        "1,300,000 unknown members, /events",
                                        "POST /events",
                                        "{" + members("\"k%05d\":1", 1_300_000) + "}",
                                        400),
                                HostileRequest.json(
                                        "150,000 lone surrogates, /events",
                                        "POST /events",
                                        event("[" + "\"\\ud800\",".repeat(150_000) + "1]"),
                                        400),
                                HostileRequest.json(
                                        "20,000 wrong elements, /memory-logs/search",
                                        "POST /memory-logs/search",
                                        "{\"query\":\"q\",\"user_id\":\"u\",\"project_id\":\"p\",\"wait_for\":["
                                                + "-1,".repeat(20_000) + "-1]}",
                                        400)),
                        logs("19,000 unknown members", "{" + manyUnknown + "}", 400),
                        logs("97 levels of names of 1.3 KB", log(deep("k", "\"m%d\":1")), 201),
                        logs("97 levels of names beyond ASCII", log(deep("é", "\"m%d\":1")), 201),
                        logs("97 levels, wrong texts", log(deepWrong("k")), 400),
                        logs("97 levels of names beyond ASCII, wrong texts", log(deepWrong("é")), 400),
                        logs(
                                "a name of 100 KB twice",
                                log("{" + ("\"" + "n".repeat(100_000) + "\":1,").repeat(2) + "\"x\":1}"),
                                400),
                        logs(
                                "a wrong text under a name of 200 KB",
                                log("{\"" + "é".repeat(100_000) + "\":\"\\u0000\"}"),
                                400),
                        logs("names of one hash", log("{" + colliding(4_096) + "}"), 201, 400),
                        logs("85,000 empty objects", log("{\"a\":[" + "{},".repeat(85_000) + "1]}"), 201),
                        Stream.of(new HostileRequest(
                                "a byte at a time, /memory-logs",
                                "POST /memory-logs",
                                "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 250000\r\n",
                                HostileRequestsIT::slowly,
                                List.of(408))))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_hostile_request_is_refused_and_others_are_served(HostileRequest request) throws IOException {
        var collected = service.collections().size();
        var served = ordinary.get();

        var answer = request.send(port);

        await().until(() -> ordinary.get() > served + 1 || !failures.isEmpty() || !service.isAlive());
        assertThat(service.isAlive()).isTrue();
        var collections =
                service.collections().subList(collected, service.collections().size());
        var heap = heapMegabytes();
        var peak = Math.max(
                heap, collections.stream().mapToInt(Collection::before).max().orElse(0));
        var live = collections.stream().mapToInt(Collection::after).max().orElse(0);
        table.add(String.format(
                "%-62s %6d %9d %7d %9d %8d %7d",
                request, answer.status(), answer.length(), answer.millis(), peak, live, ordinary.get() - served));
        assertThat(failures).isEmpty();
        assertThat(answer.length())
                .as(answer.text().substring(0, Math.min(300, answer.length())))
                .isLessThan(MAX_ANSWER);
        if (answer.status() == 207) {
            assertThat(ITEM_STATUS.matcher(answer.text()).results().map(match -> Integer.valueOf(match.group(1))))
                    .isNotEmpty()
                    .isSubsetOf(request.statuses());
        } else {
            assertThat(answer.status()).as(answer.text()).isIn(request.statuses());
        }
        assertThat(live).isLessThan(MAX_HEAP_MB);
    }

    private void storeAndRead() {
        try {
            var stored = client.send(
                    HttpRequest.newBuilder(uri("/memory-logs"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(LOG.formatted("ordinary", "{\"a\":1}")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (stored.statusCode() != 201) {
                failures.add(stored.statusCode() + " " + stored.body());
                return;
            }
            var id = Json.mapper().readTree(stored.body()).get("id").longValue();
            var read = get("/memory-logs/" + id);
            if (read.statusCode() != 200 || !read.body().equals(stored.body())) {
                failures.add(read.statusCode() + " " + read.body());
            }
            ordinary.incrementAndGet();
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int heapMegabytes() {
        try {
            return HEAP.matcher(get("/actuator/prometheus").body())
                            .results()
                            .mapToInt(match -> (int) Double.parseDouble(match.group(1)) / 1024)
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// One memory log, and a batch of as many of them as fit, at most 60.
    private static Stream<HostileRequest> logs(String name, String log, Integer... statuses) {
        var size = log.getBytes(StandardCharsets.UTF_8).length;
        var count = Math.min(60, (LARGEST_BODY - 20) / (size + 1));
        return Stream.of(
                HostileRequest.json(name + ", /memory-logs", "POST /memory-logs", log, statuses),
                HostileRequest.json(
                        name + ", a batch of " + count,
                        "POST /memory-logs/batch",
                        "{\"items\":[" + String.join(",", Collections.nCopies(count, log)) + "]}",
                        statuses));
    }

    private static String log(String rawData) {
        return LOG.formatted("hostile", rawData);
    }

    private static String event(String data) {
        return """
                {"event_id":"e","event_type":"x","timestamp":"2026-01-01","data":%s}""".formatted(data);
    }

    /// An object of 250 KB in all.
    private static String deep(String letter, String member) {
        var name = letter.repeat(1_300 / letter.getBytes(StandardCharsets.UTF_8).length);
        return ("{\"" + name + "\":").repeat(97) + "{" + members(member, 10_000) + "}" + "}".repeat(97);
    }

    private static String deepWrong(String letter) {
        var name = letter.repeat(1_300 / letter.getBytes(StandardCharsets.UTF_8).length);
        return ("{\"" + name + "\":").repeat(97) + "{" + members("\"m%d\":\"\\ud800\"", 6_000) + "}" + "}".repeat(97);
    }

    private static String members(String member, int count) {
        return IntStream.range(0, count).mapToObj(n -> String.format(member, n)).collect(Collectors.joining(","));
    }

    /// Members whose names have the same hash, both in Java and in the symbol table of the parser.
    private static String colliding(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> IntStream.range(0, 12)
                        .mapToObj(bit -> (n >> bit & 1) == 0 ? "Ab" : "BA")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(","));
    }

    private static void slowly(OutputStream out) {
        await().forever().until(() -> {
            try {
                out.write(' ');
                out.flush();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }
}
