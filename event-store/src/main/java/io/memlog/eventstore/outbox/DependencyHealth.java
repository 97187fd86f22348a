package io.memlog.eventstore.outbox;

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

/// Which dependencies of the relay fail at the moment. Each change of state is logged once.
final class DependencyHealth {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final Map<Dependency, String> failures = new ConcurrentSkipListMap<>();

    enum Dependency {
        POSTGRES("PostgreSQL"),
        KAFKA("Kafka");

        private final String title;

        Dependency(String title) {
            this.title = title;
        }
    }

    void failed(Dependency dependency, Throwable failure) {
        var outage = failure instanceof DataAccessException
                || failure instanceof KafkaException
                || failure instanceof TimeoutException;
        var reason = describe(failure);
        if (failures.put(dependency, reason) == null) {
            LOG.atWarn()
                    .addKeyValue("reason", reason)
                    .setCause(outage ? null : failure)
                    .log("The outbox waits for {}", dependency.title);
        }
    }

    void recovered(Dependency dependency) {
        if (failures.remove(dependency) != null) {
            LOG.atInfo().log("The outbox no longer waits for {}", dependency.title);
        }
    }

    /// Forgets a failure without a log message, once the dependency is no longer used.
    void clear(Dependency dependency) {
        failures.remove(dependency);
    }

    /// The failing dependencies with their reasons; null when all work.
    @Nullable
    String describe() {
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
