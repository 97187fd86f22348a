package io.memlog.api.operations.archive;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /archive/restore`: the events of one file, or of all, come back into the log.
@RestController
final class RestoreController {

    private static final int LARGEST_BODY = 16 * 1024;

    private final ArchivedFileRepository files;
    private final ArchiveJobs requests;

    RestoreController(ArchivedFileRepository files, ArchiveJobs requests) {
        this.files = files;
        this.requests = requests;
    }

    @PostMapping("/archive/restore")
    ResponseEntity<JsonNode> restore(HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var body = JsonBody.read(request, LARGEST_BODY);
        var chosen = chosen(RestoreJobRequest.read(body));
        var count = chosen.stream().mapToLong(ArchivedFile::events).sum();
        if (count == 0) {
            return ResponseEntity.ok(Json.mapper().createObjectNode().put("count", count));
        }
        return JobView.accepted(requests.submit(RestoreJob.KIND, body, count));
    }

    private List<ArchivedFile> chosen(RestoreJobRequest order) {
        var name = order.file();
        if (name == null) {
            return files.all().stream()
                    .filter(file -> file.restoredAt() == null)
                    .toList();
        }
        return List.of(files.find(name)
                .orElseThrow(() -> ProblemException.notFound("there is no file " + name + " in the archive")));
    }
}
