package io.memlog.api.operations.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The handlers of all kinds of job.
@Component
final class JobHandlers {

    private final Map<String, JobHandler> handlers = new TreeMap<>();

    JobHandlers(List<JobHandler> handlers) {
        for (var handler : handlers) {
            if (this.handlers.put(handler.kind(), handler) != null) {
                throw new IllegalStateException("two handlers for jobs of kind " + handler.kind());
            }
        }
    }

    Collection<String> kinds() {
        return handlers.keySet();
    }

    @Nullable
    JobHandler find(String kind) {
        return handlers.get(kind);
    }
}
