package io.memlog.api.replay;

import io.memlog.api.deadletters.DeadLetterFilter;
import io.memlog.api.deadletters.FilterReader;
import io.memlog.api.deadletters.LetterState;
import io.memlog.api.input.Fields;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What `POST /dead-letters/replay` asks for.
record LetterReplayRequest(DeadLetterFilter filter, int ratePerSecond, boolean dryRun) {

    private static final Set<String> MEMBERS = Set.of("filter", "dry_run", ReplayRate.MEMBER);

    /// @throws io.memlog.api.problems.ProblemException when a member is wrong
    static LetterReplayRequest read(JsonNode body, ReplayProperties properties) {
        var fields = Fields.of(body).only(MEMBERS);
        var inner = fields.within("filter").only(FilterReader.NAMES);
        var filter = FilterReader.read(inner);
        if (filter.state() != null && filter.state() != LetterState.OPEN) {
            inner.report("state", "can only be open: only open letters are replayed");
        }
        var rate = ReplayRate.of(fields, properties);
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new LetterReplayRequest(filter, rate, dryRun);
    }
}
