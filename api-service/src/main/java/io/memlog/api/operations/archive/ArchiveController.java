package io.memlog.api.operations.archive;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.RequestSchema;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.eventstore.EventArchive;
import io.memlog.eventstore.Position;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /archive` moves superseded events to files, `GET /archive` lists the files, and `POST /archive/restore`
/// restores the events of one file, or of all. One job at a time: archiving and restoring would undo each other.
@RestController
record ArchiveController(EventArchive events, ArchivedFileRepository files, JobQueue jobs, Clock clock) {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final Set<String> KINDS = Set.of(ArchiveJob.KIND, RestoreJob.KIND);

    private static final RequestSchema<Restore> RESTORE = RequestSchema.of("NewRestore", Restore.class);

    @PostMapping("/archive")
    ResponseEntity<JsonNode> archive(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var requested = ArchiveRequest.read(JsonBody.read(request, MAX_BODY_BYTES), clock.instant());
        var before = UtcTime.format(requested.before());
        if (requested.dryRun()
                || events.next(requested.before(), Position.BEGINNING, 1).isEmpty()) {
            var count = requested.dryRun() ? events.count(requested.before()) : 0;
            return ResponseEntity.ok(
                    Json.mapper().createObjectNode().put("count", count).put("before", before));
        }
        return JobView.accepted(
                submit(ArchiveJob.KIND, Json.mapper().createObjectNode().put("before", before), 0));
    }

    @GetMapping("/archive")
    JsonNode list(HttpServletRequest request) {
        QueryParameters.requireNone(request);
        return Json.mapper().valueToTree(Map.of("items", files.all()));
    }

    @PostMapping("/archive/restore")
    ResponseEntity<JsonNode> restore(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MAX_BODY_BYTES);
        var count =
                requestedFiles(body).stream().mapToLong(ArchivedFile::events).sum();
        if (count == 0) {
            return ResponseEntity.ok(Json.mapper().createObjectNode().put("count", count));
        }
        return JobView.accepted(submit(RestoreJob.KIND, body, count));
    }

    private List<ArchivedFile> requestedFiles(JsonNode body) {
        var name = RESTORE.read(body).file();
        return name == null
                ? files.notRestored()
                : List.of(files.find(name)
                        .orElseThrow(() -> ProblemException.notFound("there is no file " + name + " in the archive")));
    }

    private Job submit(String kind, JsonNode request, long total) {
        return jobs.decide(KINDS, unfinished -> {
            unfinished.stream().findFirst().ifPresent(other -> {
                throw ProblemException.wrongState("the job " + other.id() + " (" + other.kind()
                        + ") works on the archive; wait for it, or cancel it");
            });
            return jobs.submit(kind, request, null, total);
        });
    }

    /// The body of `POST /archive/restore`.
    private record Restore(@Nullable String file) {}
}
