package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/// Jobs in HTTP responses.
public final class JobView {

    private JobView() {}

    /// Answers a request that has become a job: `202` with the `Location` of the job.
    public static ResponseEntity<JsonNode> accepted(Job job) {
        return ResponseEntity.accepted()
                .location(URI.create("/jobs/" + job.id()))
                .body(Json.mapper().valueToTree(job));
    }
}
