package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.operations.deadletters.DeadLetterFilter;
import io.memlog.api.operations.deadletters.DeadLetterFilterParser;
import io.memlog.api.operations.deadletters.DeadLetterState;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What `POST /dead-letters/replay` asks for.
record DeadLetterReplayRequest(DeadLetterFilter filter, int ratePerSecond, boolean dryRun) {

    private static final Set<String> MEMBERS = Set.of("filter", "dry_run", ReplayRate.MEMBER);

    /// @throws io.memlog.api.http.ProblemException when a member is wrong
    static DeadLetterReplayRequest read(JsonNode body, ReplayProperties properties) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var inner = fields.within("filter").only(DeadLetterFilterParser.NAMES);
        var filter = DeadLetterFilterParser.read(inner);
        if (filter.state() != null && filter.state() != DeadLetterState.OPEN) {
            inner.report("state", "can only be open: only open letters are replayed");
        }
        var rate = ReplayRate.of(fields, properties);
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new DeadLetterReplayRequest(filter, rate, dryRun);
    }
}
