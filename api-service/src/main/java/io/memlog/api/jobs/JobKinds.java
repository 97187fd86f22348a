package io.memlog.api.jobs;

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
final class JobKinds {

    private final Map<String, JobKind> kinds;

    JobKinds(List<JobKind> kinds) {
        this.kinds = kinds.stream()
                .collect(Collectors.toMap(
                        JobKind::name,
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
    JobKind find(String name) {
        return kinds.get(name);
    }
}
