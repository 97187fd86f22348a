package io.memlog.api.archive;

import io.memlog.api.input.Fields;
import io.memlog.api.jobs.Job;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `POST /archive/restore` asks for.
///
/// @param file the name of one file; null stands for all that are not restored
record RestoreOrder(@Nullable String file) {

    private static final int LONGEST = 256;

    /// @throws io.memlog.api.problems.ProblemException when a member is wrong
    static RestoreOrder read(JsonNode body) {
        var fields = Fields.of(body).only(Set.of("file"));
        var file = fields.text("file", LONGEST);
        if (file != null && file.isBlank()) {
            fields.report("file", "must not be blank");
        }
        fields.rejectIfWrong();
        return new RestoreOrder(file);
    }

    static RestoreOrder of(Job job) {
        return read(job.request());
    }
}
