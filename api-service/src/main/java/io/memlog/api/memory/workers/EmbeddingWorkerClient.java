package io.memlog.api.memory.workers;

import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.ScoreQuery;
import io.memlog.schemas.status.WorkerStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// The HTTP API of embedding-worker.
@HttpExchange("/internal")
public interface EmbeddingWorkerClient {

    @PostExchange("/vector/search")
    IndexHits vector(@RequestBody IndexQuery query);

    @PostExchange("/vector/scores")
    IndexHits scores(@RequestBody ScoreQuery query);

    @GetExchange("/status")
    WorkerStatus status();
}
