package io.memlog.eventstore.lifecycle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/// Which dependencies of a background task fail at the moment. Each change of state is logged once.
public final class DependencyHealth {

    /// What a background task depends on.
    public enum Dependency {
        POSTGRES("PostgreSQL"),
        KAFKA("Kafka");

        private final String title;

        Dependency(String title) {
            this.title = title;
        }

        /// The name in meters.
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Logger log;
    private final String task;
    private final Map<Dependency, String> failures = Collections.synchronizedMap(new EnumMap<>(Dependency.class));

    /// @param task the subject of the log messages, such as `The outbox`
    public DependencyHealth(Logger log, String task) {
        this.log = log;
        this.task = task;
    }

    public void failed(Dependency dependency, Throwable cause) {
        var reason = describe(cause);
        if (failures.put(dependency, reason) == null) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .setCause(isOutage(cause) ? null : cause)
                    .log("{} waits for {}", task, dependency.title);
        }
    }

    public void recovered(Dependency dependency) {
        if (failures.remove(dependency) != null) {
            log.atInfo().log("{} no longer waits for {}", task, dependency.title);
        }
    }

    /// Forgets a failure without a log message, once the dependency is no longer used.
    public void clear(Dependency dependency) {
        failures.remove(dependency);
    }

    /// The failing dependencies with their reasons; null when all work.
    public @Nullable String describe() {
        synchronized (failures) {
            return failures.isEmpty()
                    ? null
                    : failures.entrySet().stream()
                            .map(failure -> failure.getKey().title + ": " + failure.getValue())
                            .collect(Collectors.joining("; "));
        }
    }

    /// The message of an outage is enough; of any other failure the stack trace is logged, too.
    private static boolean isOutage(Throwable cause) {
        return cause instanceof DataAccessException
                || cause instanceof KafkaException
                || cause instanceof TimeoutException;
    }

    private static String describe(Throwable cause) {
        var root = message(NestedExceptionUtils.getMostSpecificCause(cause));
        var whole = message(cause);
        return whole.contains(root) ? root : whole + ": " + root;
    }

    private static String message(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
