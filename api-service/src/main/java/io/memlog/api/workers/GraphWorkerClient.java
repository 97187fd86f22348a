package io.memlog.api.workers;

import io.memlog.schemas.search.IndexAnswer;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedAnswer;
import io.memlog.schemas.search.RelatedQuery;
import io.memlog.schemas.status.WorkerStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What graph-worker answers.
@HttpExchange("/internal")
public interface GraphWorkerClient {

    @PostExchange("/text/search")
    IndexAnswer text(@RequestBody IndexQuery query);

    @PostExchange("/graph/search")
    IndexAnswer graph(@RequestBody IndexQuery query);

    @PostExchange("/graph/related")
    RelatedAnswer related(@RequestBody RelatedQuery query);

    @GetExchange("/status")
    WorkerStatus status();
}
