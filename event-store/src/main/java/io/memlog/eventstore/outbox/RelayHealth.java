package io.memlog.eventstore.outbox;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/// What keeps the relay from its work at the moment; each change is logged once.
final class RelayHealth {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayLifecycle.class);

    /// What the relay depends on.
    enum Part {
        POSTGRES("PostgreSQL"),
        KAFKA("Kafka");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    private final Map<Part, String> present = Collections.synchronizedMap(new EnumMap<>(Part.class));

    void met(Part part, Throwable cause) {
        var reason = describe(cause);
        if (present.put(part, reason) == null) {
            LOG.atWarn()
                    .addKeyValue("reason", reason)
                    .setCause(isOutage(cause) ? null : cause)
                    .log("The outbox waits for {}", part.title);
        }
    }

    void over(Part part) {
        if (present.remove(part) != null) {
            LOG.atInfo().log("The outbox no longer waits for {}", part.title);
        }
    }

    /// Forgets a trouble that is no longer this instance's.
    void dismiss(Part part) {
        present.remove(part);
    }

    /// All that is wrong, in words, or null.
    @Nullable
    String describe() {
        synchronized (present) {
            return present.isEmpty()
                    ? null
                    : present.entrySet().stream()
                            .map(trouble -> trouble.getKey().title + ": " + trouble.getValue())
                            .collect(Collectors.joining("; "));
        }
    }

    /// An outage speaks for itself; of anything else the stack is worth knowing.
    private static boolean isOutage(Throwable cause) {
        return cause instanceof DataAccessException
                || cause instanceof KafkaException
                || cause instanceof TimeoutException;
    }

    private static String describe(Throwable cause) {
        var root = text(NestedExceptionUtils.getMostSpecificCause(cause));
        var whole = text(cause);
        return whole.contains(root) ? root : whole + ": " + root;
    }

    private static String text(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
