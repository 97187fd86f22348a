package io.memlog.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import io.memlog.schemas.search.ScoreQuery;
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

/// A worker on real HTTP that answers what a test sets.
public final class FakeWorker {

    private static final IndexHits NOTHING = new IndexHits(List.of());

    private final HttpServer server;
    private final Map<String, Function<IndexQuery, IndexHits>> searches = new ConcurrentHashMap<>();
    private final List<IndexQuery> queries = new CopyOnWriteArrayList<>();
    private volatile Function<RelatedQuery, RelatedHits> related = query -> new RelatedHits(List.of(), List.of());
    private volatile Function<ScoreQuery, IndexHits> scores = query -> NOTHING;
    private final WorkerStatus up;
    private volatile WorkerStatus reported;
    private final FakeStore holdings = new FakeStore();
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /// @param projection the projection of the worker that it replaces
    /// @param store      the name of its store
    FakeWorker(Projection projection, String store) {
        up = new WorkerStatus(
                projection,
                new WorkerStatus.Consumer("following", 0L, null, null),
                new WorkerStatus.Store(store, "up", null));
        reported = up;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/", this::handle);
        server.start();
    }

    /// @param retriever `vector`, `text` or `graph`
    public void answers(String retriever, Function<IndexQuery, IndexHits> answer) {
        searches.put(retriever, answer);
    }

    public void answersScores(Function<ScoreQuery, IndexHits> answer) {
        scores = answer;
    }

    public void answersRelated(Function<RelatedQuery, RelatedHits> answer) {
        related = answer;
    }

    public void reports(WorkerStatus.Consumer consumer, WorkerStatus.Store store) {
        reported = new WorkerStatus(up.projection(), consumer, store);
    }

    public void fails(int newStatus) {
        status = newStatus;
    }

    /// Does not answer until [#reset].
    public void hangs() {
        gate = new CountDownLatch(1);
    }

    /// Finds nothing, without delay, as after the start.
    public void reset() {
        searches.clear();
        scores = query -> NOTHING;
        queries.clear();
        holdings.clear();
        reported = up;
        status = 200;
        gate.countDown();
    }

    /// The store that it reports.
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
        if (path.endsWith("/scores")) {
            return scores.apply(Json.mapper().readValue(body, ScoreQuery.class));
        }
        var query = Json.mapper().readValue(body, IndexQuery.class);
        queries.add(query);
        return searches.getOrDefault(path.split("/", -1)[2], any -> NOTHING).apply(query);
    }
}
