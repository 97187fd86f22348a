package io.memlog.api.memory.workers;

import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import io.memlog.schemas.status.WorkerStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// The HTTP API of graph-worker.
@HttpExchange("/internal")
public interface GraphWorkerClient {

    @PostExchange("/text/search")
    IndexHits text(@RequestBody IndexQuery query);

    @PostExchange("/graph/search")
    IndexHits graph(@RequestBody IndexQuery query);

    @PostExchange("/graph/related")
    RelatedHits related(@RequestBody RelatedQuery query);

    @GetExchange("/status")
    WorkerStatus status();
}
