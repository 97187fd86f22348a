package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.operations.deadletters.DeadLetterFilter;
import io.memlog.api.operations.deadletters.DeadLetterFilterParser;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.api.operations.deadletters.ReplaySelection;
import io.memlog.api.operations.jobs.Job;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The body of `POST /dead-letters/replay`, which is also the request of its job. The job of
/// `POST /dead-letters/{id}/replay` has the id as its request.
record DeadLetterReplayRequest(DeadLetterFilter filter, int ratePerSecond, boolean dryRun) {

    private static final Set<String> MEMBERS = Set.of("filter", "dry_run", "rate_per_second");
    private static final String ID = "dead_letter";

    /// @throws io.memlog.api.http.ProblemException when a member is invalid
    static DeadLetterReplayRequest read(JsonNode body, ReplayProperties properties) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var filterFields = fields.within("filter").only(DeadLetterFilterParser.NAMES);
        var filter = DeadLetterFilterParser.read(filterFields);
        if (filter.state() != null && filter.state() != DeadLetterState.OPEN) {
            filterFields.report("state", "can only be open: only open dead letters are replayed");
        }
        var rate = fields.wholeNumber(
                "rate_per_second", 1, ReplayProperties.MAX_RATE_PER_SECOND, properties.ratePerSecond());
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new DeadLetterReplayRequest(filter, rate, dryRun);
    }

    static JsonNode of(DeadLetterId id) {
        return Json.mapper().createObjectNode().put(ID, id.toString());
    }

    /// The dead letters of a job: one, or those that matched its filter when it was submitted.
    static ReplaySelection selection(Job job, ReplayProperties properties, Instant unacknowledgedSince) {
        var id = DeadLetterId.parse(job.request().path(ID).asString(""));
        return id.isPresent()
                ? new ReplaySelection(DeadLetterFilter.ALL, id.get(), null, unacknowledgedSince)
                : new ReplaySelection(
                        read(job.request(), properties).filter(), null, job.createdAt(), unacknowledgedSince);
    }
}
