package io.memlog.api.operations.jobs;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /jobs`, `GET /jobs/{id}` and `POST /jobs/{id}/cancel`.
@RestController
final class JobsController {

    private static final Set<String> PARAMETERS = Set.of("kind", "state", "limit", "cursor");
    private static final int LONGEST = 256;

    private final JobRepository jobs;
    private final JobHandlers kinds;
    private final Clock clock;

    JobsController(JobRepository jobs, JobHandlers kinds, Clock clock) {
        this.jobs = jobs;
        this.kinds = kinds;
        this.clock = clock;
    }

    @GetMapping("/jobs")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var filter = new JobFilter(kind(parameters), state(parameters));
        var limit = parameters.wholeNumber("limit", 1, 100, 20);
        var behind = behind(parameters, filter);
        parameters.rejectIfWrong();
        return page(filter, behind, limit);
    }

    @GetMapping("/jobs/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        return whole(JobId.parse(id).flatMap(jobs::find).orElseThrow(() -> unknown(id)));
    }

    @PostMapping("/jobs/{id}/cancel")
    JsonNode cancel(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var job = JobId.parse(id).orElseThrow(() -> unknown(id));
        return whole(jobs.cancel(job, clock.instant()).orElseGet(() -> cancelledBefore(job)));
    }

    private Job cancelledBefore(JobId id) {
        var job = jobs.find(id).orElseThrow(() -> unknown(id.toString()));
        if (job.state() != JobState.CANCELLED) {
            throw ProblemException.wrongState("the job is " + job.state().wireName() + ", there is nothing to cancel");
        }
        return job;
    }

    private JsonNode page(JobFilter filter, @Nullable JobCursor behind, int limit) {
        var found = jobs.list(filter, behind, limit + 1);
        var shown = found.size() > limit ? found.subList(0, limit) : found;
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        shown.forEach(job -> items.add(JobView.of(job)));
        page.put(
                "next_cursor",
                found.size() > limit ? JobCursor.behind(shown.getLast()).text(filter) : null);
        return page;
    }

    private JsonNode whole(Job job) {
        var view = JobView.of(job);
        Optional.ofNullable(kinds.find(job.kind())).ifPresent(kind -> kind.describe(job, view));
        return view;
    }

    private @Nullable String kind(QueryParameters parameters) {
        var kind = parameters.text("kind", LONGEST);
        if (kind != null && kinds.find(kind) == null) {
            parameters.report("kind", "is one of " + String.join(", ", kinds.names()));
        }
        return kind;
    }

    private static @Nullable JobState state(QueryParameters parameters) {
        var text = parameters.text("state", LONGEST);
        if (text == null) {
            return null;
        }
        var state = JobState.of(text);
        if (state.isEmpty()) {
            parameters.report("state", "is one of queued, running, completed, cancelled, failed");
        }
        return state.orElse(null);
    }

    private static @Nullable JobCursor behind(QueryParameters parameters, JobFilter filter) {
        var text = parameters.text("cursor", LONGEST);
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
