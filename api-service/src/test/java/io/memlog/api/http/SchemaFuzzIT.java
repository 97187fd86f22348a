package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.topic.Projection;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Random bodies, valid and not, to every call that takes one: none is a fault of the service, what is refused stores
/// nothing, and what is stored is read as it was sent. The seed is `-Dmemlog.tests.seed`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaFuzzIT {

    private static final String ADMIN = "mlk_" + "f".repeat(43);
    private static final long SEED = Long.getLong("memlog.tests.seed", 20_261_129L);
    private static final int THREADS = 4;
    private static final int INPUTS = 20_000;
    private static final int DEAD_LETTERS = 40;
    private static final Set<String> ADDED = Set.of("id", "version", "created_at", "updated_at", "embedding", "status");

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger memories = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger keys = new AtomicInteger();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final List<String> deadLetters = new ArrayList<>();
    private RunningService service;

    @BeforeAll
    void start() {
        service = RunningService.isolated(
                "--memlog.security.admin-key=" + ADMIN, "--memlog.limits.requests-per-second=0");
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            for (int i = 0; i < DEAD_LETTERS; i++) {
                var deadLetter = DeadLetterBuilder.of(Projection.VECTOR, 1_000_000 + i, "fuzz", "no event");
                deadLetter.in(producer);
                deadLetters.add(deadLetter.id().toString());
            }
        }
        await().until(() -> count("dead_letter", "true") == DEAD_LETTERS);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void no_body_is_a_fault_and_what_is_stored_is_read_as_it_was_sent() throws Exception {
        var begin = System.nanoTime();
        var keysBefore = count("api_key", "true");
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            clients.add(new Client(i));
        }

        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (var client : threads.invokeAll(clients)) {
                client.get();
            }
        }

        System.out.printf(
                "%d inputs of seed %d in %d ms: %s%n", INPUTS, SEED, (System.nanoTime() - begin) / 1_000_000, answers);
        assertThat(failures).isEmpty();
        assertThat(count("memory_log", "true")).isEqualTo(memories.get());
        assertThat(count("event", "stream_id LIKE 'event-%' OR stream_id LIKE 'conversation-%'"))
                .isEqualTo(events.get());
        assertThat(count("api_key", "true")).isEqualTo(keysBefore + keys.get());
    }

    private int count(String table, String condition) {
        return service.bean(DSLContext.class).fetchCount(DSL.table(table), DSL.condition(condition));
    }

    /// A call and the schema of its body.
    private record Route(String method, String path, String schema) {}

    private static final List<Route> ROUTES = List.of(
            new Route("POST", "/memory-logs", "NewMemoryLog"),
            new Route("POST", "/memory-logs", "NewMemoryLog"),
            new Route("POST", "/memory-logs/batch", "Batch"),
            new Route("PUT", "/memory-logs/{memory}", "NewMemoryLog"),
            new Route("PATCH", "/memory-logs/{memory}", "NewMemoryLog"),
            new Route("POST", "/memory-logs/search", "Search"),
            new Route("POST", "/events", "AgentEvent"),
            new Route("POST", "/events", "AgentEvent"),
            new Route("POST", "/dead-letters/{dead_letter}/edit", "Correction"),
            new Route("POST", "/dead-letters/{dead_letter}/discard", "Discard"),
            new Route("POST", "/dead-letters/{dead_letter}/replay", "NoMembers"),
            new Route("POST", "/dead-letters/replay", "DeadLetterReplay"),
            new Route("POST", "/replays", "NewReplay"),
            new Route("POST", "/sync", "NewSync"),
            new Route("POST", "/archive", "NewArchive"),
            new Route("POST", "/archive/restore", "NewRestore"),
            new Route("POST", "/keys", "NewApiKey"));

    /// Sends its share of the inputs, one after the other.
    private final class Client implements Callable<Void> {

        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final int number;
        private final RandomGenerator random;
        private final JsonFuzzer fuzzer;
        private String memory = "";
        private int input;

        Client(int number) {
            this.number = number;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + number);
            this.fuzzer = new JsonFuzzer(random);
        }

        @Override
        public Void call() throws IOException, InterruptedException {
            var first = send("POST", "/memory-logs", """
                    {"task":"t","user_id":"fuzz","project_id":"p","raw_data":{}}""".getBytes(StandardCharsets.UTF_8));
            memories.incrementAndGet();
            memory = id(first);
            for (input = 0; input < INPUTS / THREADS && failures.size() < 20; input++) {
                check(ROUTES.get(random.nextInt(ROUTES.size())));
            }
            return null;
        }

        private void check(Route route) throws IOException, InterruptedException {
            var path = route.path
                    .replace("{memory}", memory)
                    .replace("{dead_letter}", deadLetters.get(random.nextInt(DEAD_LETTERS)));
            var body = body(route);
            var before = route.path.contains("{memory}") ? get("/memory-logs/" + memory) : "";

            var answer = send(route.method, path, body);

            var sent = new String(body, StandardCharsets.UTF_8);
            var what = "seed " + SEED + ", client " + number + ", input " + input + ": " + route.method + " " + path
                    + " "
                    + sent.substring(0, Math.min(2_000, sent.length())) + "\n-> " + answer.statusCode() + " "
                    + answer.body().substring(0, Math.min(1_000, answer.body().length()));
            synchronized (answers) {
                answers.merge(route.method + " " + route.path + " " + answer.statusCode(), 1, Integer::sum);
            }
            if (answer.statusCode() >= 500
                    && !(answer.statusCode() == 503
                            && answer.headers().firstValue("Retry-After").isPresent())) {
                failures.add(what);
            } else if (answer.statusCode() >= 400) {
                if (!before.isEmpty() && !get("/memory-logs/" + memory).equals(before)) {
                    failures.add("changed, although refused: " + what);
                }
            } else {
                var difference = difference(route, JsonFuzzer.parse(text(sent)), answer, before);
                if (difference != null) {
                    failures.add(difference + ": " + what);
                }
            }
        }

        private byte[] body(Route route) {
            var value = valid(route);
            for (int i = random.nextInt(3) - (random.nextInt(3) == 0 ? 3 : 0); i > 0; i--) {
                value = fuzzer.mutated(value);
            }
            if (value instanceof Map<?, ?> object && object.containsKey("wait_for")) {
                // What waits for a memory is slow.
                object.remove("wait_for");
            }
            if (Set.of("/replays", "/sync", "/archive", "/dead-letters/replay").contains(route.path)
                    && value instanceof Map<?, ?> object) {
                Map<Object, @Nullable Object> forced = new LinkedHashMap<>(object);
                forced.put("dry_run", random.nextInt(10) == 0 ? "true" : true);
                value = forced;
            }
            var json = fuzzer.write(value);
            return random.nextInt(8) == 0 ? fuzzer.mangled(json) : json.getBytes(StandardCharsets.UTF_8);
        }

        private @Nullable Object valid(Route route) {
            return switch (route.schema) {
                case "Batch" -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        var item = fuzzer.valid("NewMemoryLog");
                        items.add(random.nextInt(4) == 0 ? fuzzer.mutated(item) : item);
                    }
                    yield new LinkedHashMap<>(Map.of("items", items));
                }
                case "AgentEvent" -> {
                    if (random.nextInt(4) > 0) {
                        yield event();
                    }
                    List<@Nullable Object> items = new ArrayList<>();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        items.add(random.nextInt(4) == 0 ? fuzzer.mutated(event()) : event());
                    }
                    yield items;
                }
                case "NewMemoryLog" -> route.path.contains("{memory}") ? change(route) : fuzzer.valid("NewMemoryLog");
                default -> fuzzer.valid(route.schema);
            };
        }

        private Map<String, @Nullable Object> event() {
            var event = members(fuzzer.valid("AgentEvent"));
            event.put("event_id", event.get("event_id") + "-" + random.nextLong());
            event.put("user_id", "fuzz");
            event.put("project_id", "p");
            return event;
        }

        private Map<String, @Nullable Object> change(Route route) {
            var change = members(fuzzer.valid("NewMemoryLog"));
            change.put("user_id", "fuzz");
            change.put("project_id", "p");
            if (route.method.equals("PATCH")) {
                change.keySet().removeIf(_ -> random.nextBoolean());
            }
            return change;
        }

        /// What is read otherwise than it was sent, if anything is.
        private @Nullable String difference(
                Route route, @Nullable Object sent, HttpResponse<String> answer, String before)
                throws IOException, InterruptedException {
            return switch (route.method + " " + route.path) {
                case "POST /memory-logs" -> {
                    memories.incrementAndGet();
                    yield differenceOf(members(sent), "/memory-logs/" + id(answer));
                }
                case "PUT /memory-logs/{memory}" -> differenceOf(members(sent), "/memory-logs/" + memory);
                case "PATCH /memory-logs/{memory}" ->
                    differenceOf(members(patched(JsonFuzzer.parse(before), sent)), "/memory-logs/" + memory);
                case "POST /memory-logs/batch" -> {
                    for (var each :
                            list(members(JsonFuzzer.parse(answer.body())).get("results"))) {
                        var result = members(each);
                        var status = Integer.parseInt(String.valueOf(result.get("status")));
                        if (status >= 500) {
                            yield "a fault";
                        }
                        if (status == 201) {
                            memories.incrementAndGet();
                            var index = Integer.parseInt(String.valueOf(result.get("index")));
                            Map<String, @Nullable Object> item = new LinkedHashMap<>(
                                    members(list(members(sent).get("items")).get(index)));
                            item.remove("idempotency_key");
                            var difference = differenceOf(item, "/memory-logs/" + result.get("id"));
                            if (difference != null) {
                                yield difference;
                            }
                        }
                    }
                    yield null;
                }
                case "POST /events" -> {
                    var items = sent instanceof List<?> ? list(sent) : List.of(members(sent));
                    for (var each :
                            list(members(JsonFuzzer.parse(answer.body())).get("results"))) {
                        var result = members(each);
                        if (result.containsKey("position")) {
                            events.incrementAndGet();
                            var index = Integer.parseInt(String.valueOf(result.get("index")));
                            Map<String, @Nullable Object> event = new LinkedHashMap<>(members(items.get(index)));
                            event.put("position", result.get("position"));
                            var read = JsonFuzzer.parse(get("/events/" + encoded(event.get("event_id"))
                                    + query("user_id", event) + query("project_id", event)));
                            if (isName(event.get("user_id"))
                                    && isName(event.get("project_id"))
                                    && !event.equals(read)) {
                                yield "read as " + read;
                            }
                        } else if (String.valueOf(result).contains("status=5")) {
                            yield "a fault";
                        }
                    }
                    yield null;
                }
                case "POST /keys" -> {
                    keys.incrementAndGet();
                    yield null;
                }
                default -> null;
            };
        }

        private @Nullable String differenceOf(Map<String, @Nullable Object> sent, String path)
                throws IOException, InterruptedException {
            var read = members(JsonFuzzer.parse(get(path)));
            for (var member : sent.entrySet()) {
                var name = member.getKey();
                var isDefault = name.equals("date") && member.getValue() == null;
                if (!ADDED.contains(name)
                        && !isDefault
                        && !Objects.equals(asStored(name, member.getValue()), read.get(name))) {
                    return name + " is read as " + read.get(name);
                }
            }
            for (var member : read.entrySet()) {
                var name = member.getKey();
                if (!ADDED.contains(name)
                        && !name.equals("date")
                        && member.getValue() != null
                        && !sent.containsKey(name)) {
                    return name + " is read and was not sent";
                }
            }
            return read.get("date") == null ? "there is no date" : null;
        }

        private HttpResponse<String> send(String method, String path, byte[] body)
                throws IOException, InterruptedException {
            return http.send(
                    HttpRequest.newBuilder(service.uri(path))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + ADMIN)
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        private String get(String path) throws IOException, InterruptedException {
            return http.send(
                            HttpRequest.newBuilder(service.uri(path))
                                    .header("Authorization", "Bearer " + ADMIN)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// A date is read in its canonical form, and one that is missing is today.
    private static @Nullable Object asStored(String name, @Nullable Object value) {
        if (name.equals("date") && value instanceof String text) {
            try {
                return MemoryDate.parse(text).text();
            } catch (DateTimeException e) {
                return text;
            }
        }
        return value;
    }

    private static @Nullable Object patched(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?>)) {
            return patch;
        }
        Map<String, @Nullable Object> result =
                target instanceof Map<?, ?> ? new LinkedHashMap<>(members(target)) : new LinkedHashMap<>();
        members(patch).forEach((name, value) -> {
            if (value == null) {
                result.remove(name);
            } else {
                result.put(name, patched(result.get(name), value));
            }
        });
        return result;
    }

    /// A blank name counts as missing.
    private static boolean isName(@Nullable Object value) {
        return value instanceof String text && !text.isBlank();
    }

    private static String text(String sent) {
        return sent.startsWith("\ufeff") ? sent.substring(1) : sent;
    }

    private static String id(HttpResponse<String> answer) {
        return String.valueOf(members(JsonFuzzer.parse(answer.body())).get("id"));
    }

    private static String query(String name, Map<String, @Nullable Object> event) {
        return (name.equals("user_id") ? "?" : "&") + name + "=" + encoded(event.get(name));
    }

    private static String encoded(@Nullable Object text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> members(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object value) {
        return (List<@Nullable Object>) Objects.requireNonNull(value);
    }
}
