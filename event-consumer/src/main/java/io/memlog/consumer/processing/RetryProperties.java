package io.memlog.consumer.processing;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How a record that fails on its own is retried before it becomes a dead letter.
///
/// @param attempts        the maximal number of retries
/// @param initialInterval the delay before the first retry
/// @param multiplier      by how much each further delay is longer
/// @param maxElapsed      the maximal sum of the delays; a retry whose delay would exceed it is omitted
public record RetryProperties(
        @PositiveOrZero @Max(100) @DefaultValue("3") int attempts,
        @DurationMin(millis = 1) @DefaultValue("200ms") Duration initialInterval,
        @DecimalMin("1") @DefaultValue("3") double multiplier,
        @DurationMin(millis = 0) @DefaultValue("3s") Duration maxElapsed) {

    /// The delay before each retry.
    List<Duration> delays() {
        List<Duration> delays = new ArrayList<>();
        var elapsed = Duration.ZERO;
        double next = initialInterval.toMillis();
        for (int attempt = 0; attempt < attempts; attempt++) {
            var delay = Duration.ofMillis(Math.round(next));
            elapsed = elapsed.plus(delay);
            if (elapsed.compareTo(maxElapsed) > 0) {
                break;
            }
            delays.add(delay);
            next *= multiplier;
        }
        return List.copyOf(delays);
    }
}
