package io.memlog.api.operations.jobs;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
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
final class JobsController {

    private static final Set<String> PARAMETERS = Set.of("kind", "state", "limit", "cursor");
    private static final int MAX_LENGTH = 256;
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    private final JobRepository jobs;
    private final JobHandlers handlers;
    private final Clock clock;

    JobsController(JobRepository jobs, JobHandlers handlers, Clock clock) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.clock = clock;
    }

    @GetMapping("/jobs")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var filter = new JobFilter(kind(parameters), state(parameters));
        var limit = parameters.wholeNumber("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var after = after(parameters, filter);
        parameters.rejectIfWrong();
        return page(jobs.list(filter, after, limit + 1), filter, limit);
    }

    @GetMapping("/jobs/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        return describe(JobId.parse(id).flatMap(jobs::find).orElseThrow(() -> unknown(id)));
    }

    @PostMapping("/jobs/{id}/cancel")
    JsonNode cancel(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var job = JobId.parse(id).orElseThrow(() -> unknown(id));
        return describe(jobs.cancel(job, clock.instant()).orElseGet(() -> alreadyCancelled(job)));
    }

    private Job alreadyCancelled(JobId id) {
        var job = jobs.find(id).orElseThrow(() -> unknown(id.toString()));
        if (job.state() != Job.State.CANCELLED) {
            throw ProblemException.wrongState(
                    "the job is " + job.state().wireName() + " and can no longer be cancelled");
        }
        return job;
    }

    private static JsonNode page(List<Job> found, JobFilter filter, int limit) {
        var hasMore = found.size() > limit;
        var shown = hasMore ? found.subList(0, limit) : found;
        var page = Json.mapper().createObjectNode();
        page.set("items", Json.mapper().valueToTree(shown));
        page.put("next_cursor", hasMore ? JobCursor.after(shown.getLast()).text(filter) : null);
        return page;
    }

    private JsonNode describe(Job job) {
        ObjectNode view = Json.mapper().valueToTree(job);
        Optional.ofNullable(handlers.find(job.kind())).ifPresent(handler -> handler.describe(job, view));
        return view;
    }

    private @Nullable String kind(QueryParameters parameters) {
        var kind = parameters.text("kind", MAX_LENGTH);
        if (kind != null && handlers.find(kind) == null) {
            parameters.report("kind", "is one of " + String.join(", ", handlers.kinds()));
        }
        return kind;
    }

    private static Job.@Nullable State state(QueryParameters parameters) {
        var text = parameters.text("state", MAX_LENGTH);
        if (text == null) {
            return null;
        }
        var state = WireEnum.find(Job.State.class, text);
        if (state.isEmpty()) {
            parameters.report("state", "is one of " + WireEnum.names(Job.State.class));
        }
        return state.orElse(null);
    }

    private static @Nullable JobCursor after(QueryParameters parameters, JobFilter filter) {
        var text = parameters.text("cursor", MAX_LENGTH);
        if (text == null) {
            return null;
        }
        var cursor = JobCursor.parse(text, filter);
        if (cursor.isEmpty()) {
            parameters.report("cursor", "does not belong to this list; start again without it");
        }
        return cursor.orElse(null);
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no job " + id);
    }
}
