package io.memlog.api.operations.deadletters;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/// How the index of dead letters is doing: how far behind, and what keeps it from following. Each change is
/// logged once.
@Component
public final class IndexerHealth {

    private static final Logger LOG = LoggerFactory.getLogger(IndexerHealth.class);
    private static final long UNKNOWN = -1;

    /// What the index depends on.
    public enum Part {
        POSTGRES("PostgreSQL"),
        KAFKA("Kafka");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    private final DeadLetterMeters meters;
    private final Map<Part, String> troubles = Collections.synchronizedMap(new EnumMap<>(Part.class));
    private volatile long lag = UNKNOWN;

    IndexerHealth(DeadLetterMeters meters) {
        this.meters = meters;
        meters.observeLag(() -> lag);
    }

    public void met(Part part, Throwable cause) {
        meters.indexError(part.name().toLowerCase(Locale.ROOT));
        var reason =
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
        if (troubles.put(part, reason) == null) {
            LOG.atWarn().addKeyValue("reason", reason).log("The index of dead letters waits for {}", part.title);
        }
    }

    public void over(Part part) {
        if (troubles.remove(part) != null) {
            LOG.atInfo().log("The index of dead letters no longer waits for {}", part.title);
        }
    }

    public void lag(long messages) {
        lag = messages;
    }

    public void lagUnknown() {
        lag = UNKNOWN;
    }

    /// How many messages are not indexed yet; negative while that is not known.
    long lag() {
        return lag;
    }

    /// All that is wrong, in words, or null.
    @Nullable
    String trouble() {
        synchronized (troubles) {
            return troubles.isEmpty()
                    ? null
                    : troubles.entrySet().stream()
                            .map(trouble -> trouble.getKey().title + ": " + trouble.getValue())
                            .collect(Collectors.joining("; "));
        }
    }
}
