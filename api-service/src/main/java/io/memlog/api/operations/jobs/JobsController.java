package io.memlog.api.operations.jobs;

import io.memlog.api.http.Keyset;
import io.memlog.api.http.Page;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.JobRepository.JobFilter;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /jobs`, `GET /jobs/{id}` and `POST /jobs/{id}/cancel`.
@RestController
record JobsController(JobRepository jobs, JobHandlers handlers) {

    private static final Set<String> PARAMETERS = Set.of("kind", "state", "limit", "cursor");
    private static final int MAX_LENGTH = 256;
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    @GetMapping("/jobs")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var filter = new JobFilter(kind(parameters), parameters.oneOf("state", Job.State.class));
        var limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        return Page.of(
                jobs.list(filter, parameters.keyset(filter), limit + 1),
                limit,
                Json.mapper()::valueToTree,
                last -> new Keyset(last.createdAt(), last.id().value()).cursor(filter));
    }

    @GetMapping("/jobs/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.requireNone(request);
        return describe(JobId.parse(id).flatMap(jobs::find).orElseThrow(() -> unknown(id)));
    }

    @PostMapping("/jobs/{id}/cancel")
    JsonNode cancel(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.requireNone(request);
        var job = JobId.parse(id).orElseThrow(() -> unknown(id));
        return describe(jobs.cancel(job).orElseGet(() -> alreadyCancelled(job)));
    }

    private Job alreadyCancelled(JobId id) {
        var job = jobs.find(id).orElseThrow(() -> unknown(id.toString()));
        if (job.state() != Job.State.CANCELLED) {
            throw ProblemException.wrongState(
                    "the job is " + job.state().wireName() + " and can no longer be cancelled");
        }
        return job;
    }

    private JsonNode describe(Job job) {
        ObjectNode view = Json.mapper().valueToTree(job);
        Optional.ofNullable(handlers.find(job.kind())).ifPresent(handler -> handler.describe(job, view));
        return view;
    }

    private @Nullable String kind(QueryParameters parameters) {
        var kind = parameters.text("kind", MAX_LENGTH);
        if (kind != null && handlers.find(kind) == null) {
            parameters.addError("kind", "is one of " + String.join(", ", handlers.kinds()));
        }
        return kind;
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no job " + id);
    }
}
