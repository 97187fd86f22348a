package io.memlog.api.operations.pipeline;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /status/pipeline`, and what the instances ask of each other for it.
@RestController
final class PipelineController {

    private static final int DEFAULT_MINUTES = 60;
    private static final int MAX_MINUTES = (int) Duration.ofDays(7).toMinutes();

    private final Pipeline pipeline;
    private final PipelineStatisticsReader reader;

    PipelineController(Pipeline pipeline, PipelineStatisticsReader reader) {
        this.pipeline = pipeline;
        this.reader = reader;
    }

    @GetMapping("/status/pipeline")
    PipelineReport report(HttpServletRequest request) {
        return pipeline.report(minutes(request));
    }

    /// The figures of this instance alone.
    @GetMapping("/internal/pipeline")
    InstanceStatistics local(HttpServletRequest request) {
        try {
            return reader.read(minutes(request));
        } catch (InvalidStateStoreException e) {
            throw new ProblemException(ProblemType.BUSY, reader.describe()).retryAfter(Duration.ofSeconds(1));
        }
    }

    private static int minutes(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(Set.of("minutes"));
        var minutes = parameters.integer("minutes", 1, MAX_MINUTES, DEFAULT_MINUTES);
        parameters.throwIfInvalid();
        return minutes;
    }
}
