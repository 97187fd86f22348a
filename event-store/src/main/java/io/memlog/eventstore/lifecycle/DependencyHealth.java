package io.memlog.eventstore.lifecycle;

import io.memlog.schemas.json.WireEnum;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/// Which dependencies of a background task fail at the moment. Each change of state is logged once.
public final class DependencyHealth {

    private static final Logger LOG = LoggerFactory.getLogger(DependencyHealth.class);

    private final String task;
    private final Map<Dependency, String> failures = new ConcurrentSkipListMap<>();

    public enum Dependency implements WireEnum {
        POSTGRES("PostgreSQL"),
        KAFKA("Kafka");

        private final String title;

        Dependency(String title) {
            this.title = title;
        }
    }

    /// @param task such as `the outbox`
    public DependencyHealth(String task) {
        this.task = task;
    }

    public void failed(Dependency dependency, Throwable failure) {
        var outage = failure instanceof DataAccessException
                || failure instanceof KafkaException
                || failure instanceof TimeoutException;
        var reason = describe(failure);
        if (failures.put(dependency, reason) == null) {
            LOG.atWarn()
                    .addKeyValue("reason", reason)
                    .setCause(outage ? null : failure)
                    .log("{} waits for {}", task, dependency.title);
        }
    }

    public void recovered(Dependency dependency) {
        if (failures.remove(dependency) != null) {
            LOG.atInfo().log("{} no longer waits for {}", task, dependency.title);
        }
    }

    /// Forgets a failure without a log message, once the dependency is no longer used.
    public void clear(Dependency dependency) {
        failures.remove(dependency);
    }

    /// The failing dependencies with their reasons; null when all work.
    public @Nullable String describe() {
        var reasons = failures.entrySet().stream()
                .map(failure -> failure.getKey().title + ": " + failure.getValue())
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? null : reasons;
    }

    private static String describe(Throwable failure) {
        var whole = message(failure);
        var root = message(NestedExceptionUtils.getMostSpecificCause(failure));
        return whole.contains(root) ? root : whole + ": " + root;
    }

    private static String message(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
