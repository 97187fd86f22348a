package io.memlog.api.operations.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Every kind of job that this instance can run.
@Component
final class JobHandlers {

    private final Map<String, JobHandler> kinds;

    JobHandlers(List<JobHandler> kinds) {
        this.kinds = kinds.stream()
                .collect(Collectors.toMap(
                        JobHandler::name,
                        Function.identity(),
                        (one, other) -> {
                            throw new IllegalStateException("two kinds of job are called " + one.name());
                        },
                        TreeMap::new));
    }

    Collection<String> names() {
        return kinds.keySet();
    }

    @Nullable
    JobHandler find(String name) {
        return kinds.get(name);
    }
}
