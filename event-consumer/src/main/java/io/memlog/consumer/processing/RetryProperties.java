package io.memlog.consumer.processing;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How an event that fails by its own fault is tried again before it becomes a dead letter.
///
/// @param attempts        how many times it is tried again
/// @param initialInterval how long to wait before the first time
/// @param multiplier      how much longer to wait before every further time
/// @param maxElapsed      how long the waits may be together; a wait that would exceed it does not happen
public record RetryProperties(
        @PositiveOrZero @Max(100) @DefaultValue("3") int attempts,
        @DurationMin(millis = 1) @DefaultValue("200ms") Duration initialInterval,
        @DecimalMin("1") @DefaultValue("3") double multiplier,
        @DurationMin(millis = 0) @DefaultValue("3s") Duration maxElapsed) {

    /// The waits, one before each further try.
    List<Duration> waits() {
        List<Duration> waits = new ArrayList<>();
        var elapsed = Duration.ZERO;
        double next = initialInterval.toMillis();
        for (int attempt = 0; attempt < attempts; attempt++) {
            var wait = Duration.ofMillis(Math.round(next));
            elapsed = elapsed.plus(wait);
            if (elapsed.compareTo(maxElapsed) > 0) {
                break;
            }
            waits.add(wait);
            next *= multiplier;
        }
        return List.copyOf(waits);
    }
}
