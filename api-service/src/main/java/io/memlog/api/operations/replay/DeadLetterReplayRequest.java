package io.memlog.api.operations.replay;

import io.memlog.api.http.RequestSchema;
import io.memlog.api.operations.deadletters.DeadLetterFilter;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.ReplaySelection;
import io.memlog.api.operations.jobs.Job;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /dead-letters/replay`, which is also the request of its job. The job of
/// `POST /dead-letters/{id}/replay` has the id as its request, the job of an automatic replay all its ids.
record DeadLetterReplayRequest(DeadLetterFilter filter, int ratePerSecond, boolean dryRun) {

    private static final RequestSchema<Body> SCHEMA = RequestSchema.of("DeadLetterReplay", Body.class);
    private static final String IDS = "dead_letters";
    private static final String ID = "dead_letter";

    /// @throws io.memlog.api.http.ProblemException naming every invalid member
    static DeadLetterReplayRequest read(JsonNode body, ReplayProperties properties) {
        var valid = SCHEMA.read(body);
        return new DeadLetterReplayRequest(
                valid.filter == null ? DeadLetterFilter.ALL : valid.filter,
                valid.ratePerSecond == null ? properties.ratePerSecond() : valid.ratePerSecond,
                Boolean.TRUE.equals(valid.dryRun));
    }

    static JsonNode of(DeadLetterId id) {
        return Json.mapper().createObjectNode().put(ID, id.toString());
    }

    static JsonNode of(List<DeadLetterId> ids) {
        var request = Json.mapper().createObjectNode();
        var array = request.putArray(IDS);
        ids.forEach(id -> array.add(id.toString()));
        return request;
    }

    /// Whether the job is an automatic replay.
    static boolean isAutomatic(Job job) {
        return job.request().has(IDS);
    }

    /// The dead letters of a job: those that it names, or those that matched its filter when it was submitted.
    static ReplaySelection selection(Job job, ReplayProperties properties, Instant unacknowledgedSince) {
        var ids = Stream.concat(
                        job.request().path(IDS).valueStream(),
                        Stream.of(job.request().path(ID)))
                .flatMap(id -> DeadLetterId.parse(id.asString("")).stream())
                .toList();
        return !ids.isEmpty()
                ? new ReplaySelection(DeadLetterFilter.ALL, ids, null, unacknowledgedSince)
                : new ReplaySelection(
                        read(job.request(), properties).filter(), null, job.createdAt(), unacknowledgedSince);
    }

    private record Body(
            @Nullable DeadLetterFilter filter,
            @Nullable Integer ratePerSecond,
            @Nullable Boolean dryRun) {}
}
