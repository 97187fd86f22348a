package io.memlog.api.memory.search;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.json.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Records a sample of the searches in the log: who searched, how, how many memories were found, and how long that
/// took. A search does not wait for its record: what comes faster than it can be written, and what PostgreSQL does not
/// take, is dropped and counted by `memlog.search.records.dropped`.
@Component
final class SearchRecorder implements DisposableBean {

    static final String TYPE = "vector.searched";

    private static final Logger LOG = LoggerFactory.getLogger(SearchRecorder.class);
    private static final int MAX_WAITING = 1_000;
    private static final int BATCH_SIZE = 200;

    private final EventStore events;
    private final SearchRecordingProperties properties;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Counter dropped;
    private final BlockingQueue<Append> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    SearchRecorder(
            EventStore events,
            SearchRecordingProperties properties,
            Supplier<UUID> jobIds,
            MeterRegistry registry,
            Clock clock) {
        this.events = events;
        this.properties = properties;
        this.ids = jobIds;
        this.clock = clock;
        this.dropped = Counter.builder("memlog.search.records.dropped")
                .description("Searches whose record was not written")
                .register(registry);
    }

    /// Runs on the thread of the request.
    void record(SearchRequest request, Search.Found found, Duration took) {
        if (ThreadLocalRandom.current().nextDouble() >= properties.sample()) {
            return;
        }
        var data = Json.mapper()
                .createObjectNode()
                .put("mode", request.mode().wireName())
                .put("limit", request.limit())
                .put("found", found.hits().size())
                .put("duration_ms", took.toMillis());
        var unavailable = data.putArray("unavailable");
        found.unavailable().keySet().forEach(unavailable::add);
        if (properties.query()) {
            data.put("query", request.query());
        }
        var id = "search-" + ids.get();
        var event = new NewEvent(
                id,
                TYPE,
                data.toString(),
                ChangeOrigin.current().metadata(),
                new EventContext(request.userId(), request.projectId(), null, null, null, null),
                null,
                clock.instant());
        if (!waiting.offer(new Append(new StreamId(id), ExpectedVersion.noStream(), List.of(event)))) {
            dropped.increment();
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void write() {
        List<Append> batch = new ArrayList<>();
        while (waiting.drainTo(batch, BATCH_SIZE) > 0) {
            try {
                events.appendAll(batch);
            } catch (RuntimeException e) {
                LOG.atDebug().setCause(e).log("Searches were not recorded");
                dropped.increment(batch.size());
            }
            batch.clear();
        }
    }

    @Override
    public void destroy() {
        write();
    }
}
