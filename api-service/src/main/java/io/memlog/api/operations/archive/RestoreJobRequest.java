package io.memlog.api.operations.archive;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.operations.jobs.Job;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `POST /archive/restore` asks for.
///
/// @param file the name of one file; null stands for all that are not restored
record RestoreJobRequest(@Nullable String file) {

    private static final int LONGEST = 256;

    /// @throws io.memlog.api.http.ProblemException when a member is wrong
    static RestoreJobRequest read(JsonNode body) {
        var fields = JsonObjectReader.of(body).only(Set.of("file"));
        var file = fields.text("file", LONGEST);
        if (file != null && file.isBlank()) {
            fields.report("file", "must not be blank");
        }
        fields.rejectIfWrong();
        return new RestoreJobRequest(file);
    }

    static RestoreJobRequest of(Job job) {
        return read(job.request());
    }
}
