package io.memlog.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.topic.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Answers over real HTTP, as a worker would, with whatever a test wants.
public final class FakeWorker {

    private static final IndexHits NOTHING = new IndexHits(List.of());

    private final HttpServer server;
    private final Map<String, Function<IndexQuery, IndexHits>> searches = new ConcurrentHashMap<>();
    private final List<IndexQuery> queries = new CopyOnWriteArrayList<>();
    private volatile Function<RelatedQuery, RelatedHits> related = query -> new RelatedHits(List.of(), List.of());
    private final WorkerStatus well;
    private volatile WorkerStatus reported;
    private final FakeStore holdings = new FakeStore();
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /// @param projection which worker it stands in for
    /// @param store      the name of that one's store
    FakeWorker(Projection projection, String store) {
        well = new WorkerStatus(
                projection,
                new WorkerStatus.Consumer("following", 0L, null, null),
                new WorkerStatus.Store(store, "up", null));
        reported = well;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/", this::handle);
        server.start();
    }

    /// @param arm `vector`, `text` or `graph`
    public void answers(String arm, Function<IndexQuery, IndexHits> answer) {
        searches.put(arm, answer);
    }

    public void answersRelated(Function<RelatedQuery, RelatedHits> answer) {
        related = answer;
    }

    public void reports(WorkerStatus.Consumer consumer, WorkerStatus.Store store) {
        reported = new WorkerStatus(well.projection(), consumer, store);
    }

    public void fails(int newStatus) {
        status = newStatus;
    }

    /// Does not answer until told otherwise.
    public void hangs() {
        gate = new CountDownLatch(1);
    }

    /// Finds nothing, at once, as at the beginning.
    public void isWell() {
        searches.clear();
        queries.clear();
        holdings.clear();
        reported = well;
        status = 200;
        gate.countDown();
    }

    /// What it says that its store holds.
    public FakeStore store() {
        return holdings;
    }

    public List<IndexQuery> queries() {
        return queries;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void close() {
        gate.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            gate.await();
            var answer = Json.mapper()
                    .writeValueAsBytes(answer(exchange.getRequestURI().getPath(), body));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Object answer(String path, byte[] body) {
        if (path.startsWith("/internal/inventory")) {
            return holdings.answer(path, body);
        }
        if (path.endsWith("/status")) {
            return reported;
        }
        if (path.endsWith("/related")) {
            return related.apply(Json.mapper().readValue(body, RelatedQuery.class));
        }
        var query = Json.mapper().readValue(body, IndexQuery.class);
        queries.add(query);
        return searches.getOrDefault(path.split("/", -1)[2], any -> NOTHING).apply(query);
    }
}
